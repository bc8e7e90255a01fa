package io.penstock.dialect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** A JSON string literal. */
final class JsonString {
    private JsonString() {}

    static byte[] quoted(String text) {
        byte[] inside = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        byte[] literal = new byte[inside.length + 2];
        literal[0] = '"';
        System.arraycopy(inside, 0, literal, 1, inside.length);
        literal[literal.length - 1] = '"';
        return literal;
    }
}
