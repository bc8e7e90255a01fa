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
}
