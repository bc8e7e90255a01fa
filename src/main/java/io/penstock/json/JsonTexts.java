package io.penstock.json;

import io.penstock.chat.Slice;
import java.nio.charset.StandardCharsets;

/** JSON string literals with their quotes, known to be well formed. */
final class JsonTexts {
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";
    private static final int CODE_UNIT_DIGITS = 4;

    private JsonTexts() {}

    static boolean hasEscape(Slice literal) {
        for (int at = literal.from(); at < literal.to(); at++) {
            if (literal.array()[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    static String decoded(Slice literal) {
        String inside = new String(literal.array(), literal.from() + 1, literal.length() - 2, StandardCharsets.UTF_8);
        int escape = inside.indexOf('\\');
        if (escape < 0) {
            return inside;
        }
        StringBuilder text = new StringBuilder(inside.length());
        int done = 0;
        while (escape >= 0) {
            text.append(inside, done, escape);
            char what = inside.charAt(escape + 1);
            done = escape + 2;
            if (what == 'u') {
                text.append((char) Integer.parseInt(inside, done, done + CODE_UNIT_DIGITS, 16));
                done += CODE_UNIT_DIGITS;
            } else {
                text.append(MEANT.charAt(ESCAPED.indexOf(what)));
            }
            escape = inside.indexOf('\\', done);
        }
        return text.append(inside, done, inside.length()).toString();
    }

    /** What it says, in UTF-8. Copied once at most, as long as no character is given by its number. */
    static Slice plain(Slice literal) {
        byte[] bytes = literal.array();
        int to = literal.to() - 1;
        if (!hasEscape(literal)) {
            return new Slice(bytes, literal.from() + 1, to);
        }
        byte[] text = new byte[literal.length() - 2];
        int length = 0;
        for (int at = literal.from() + 1; at < to; at++) {
            byte b = bytes[at];
            if (b == '\\') {
                at++;
                if (bytes[at] == 'u') {
                    return Slice.of(decoded(literal));
                }
                b = (byte) MEANT.charAt(ESCAPED.indexOf(bytes[at]));
            }
            text[length++] = b;
        }
        return new Slice(text, 0, length);
    }
}
