package io.penstock.dialect.messages;

/** Tells when a JSON object that comes in pieces is whole, so that nothing can follow. Owned by one call's arguments. */
final class ObjectEnd {
    private int depth;
    private boolean string;
    private boolean escaped;
    private boolean whole;

    void add(String piece) {
        for (int at = 0; at < piece.length(); at++) {
            char c = piece.charAt(at);
            if (escaped) {
                escaped = false;
            } else if (string) {
                escaped = c == '\\';
                string = c != '"';
            } else {
                string = c == '"';
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                whole |= c == '}' && depth == 0;
            }
        }
    }

    boolean whole() {
        return whole;
    }
}
