package io.penstock.dialect;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A JSON string literal. */
final class JsonString {
    private static final byte QUOTE = '"';

    private JsonString() {}

    /** In UTF-8, quotes included; half a surrogate pair, which has no UTF-8, as an escape. */
    static byte[] quoted(String text) {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        ByteArrayOutputStream literal = new ByteArrayOutputStream(text.length() + 16);
        literal.write(QUOTE);
        int done = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.charCount(text.codePointAt(at)) == 2) {
                at++;
            } else {
                literal.writeBytes(encoder.quoteAsUTF8(text.substring(done, at)));
                String half = String.format("\\u%04x", (int) c);
                literal.writeBytes(half.getBytes(StandardCharsets.US_ASCII));
                done = at + 1;
            }
        }
        literal.writeBytes(encoder.quoteAsUTF8(text.substring(done)));
        literal.write(QUOTE);
        return literal.toByteArray();
    }
}
