package io.penstock.proxy;

/** Text from outside, made fit for where it goes. */
final class Text {
    private Text() {}

    /** The text with everything but visible ASCII replaced, so that it can stand in a header. */
    static String headerSafe(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return text.replaceAll("[^ -~]", "?");
            }
        }
        return text;
    }

    /** What a problem says, and what the deepest of its causes says, for the log. */
    static String reason(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = said(problem);
        return problem.getCause() == null ? reason : reason + " (" + said(root) + ")";
    }

    private static String said(Throwable problem) {
        String message = problem.getMessage();
        return message == null ? problem.getClass().getName() : message.strip();
    }
}
