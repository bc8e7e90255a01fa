package io.penstock.dialect.messages;

import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 inside JSON. */
final class Base64Text {
    private Base64Text() {}

    /** The text's base64 without line ends, not copied where it needs no change; {@code null} where it is none. */
    static @Nullable Slice of(JsonValue.Text text) {
        Slice plain = text.plain();
        // An escape is longer than what it stands for.
        boolean escaped = plain.length() < text.length();
        return escaped ? withoutSpaces(plain) : plain;
    }

    private static @Nullable Slice withoutSpaces(Slice decoded) {
        byte[] kept = new byte[decoded.length()];
        int length = 0;
        for (int at = decoded.from(); at < decoded.to(); at++) {
            byte b = decoded.array()[at];
            if (isDigit(b)) {
                kept[length++] = b;
            } else if (b != '\n' && b != '\r' && b != ' ') {
                return null;
            }
        }
        return new Slice(kept, 0, length);
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' || "+/=-_".indexOf(b) >= 0;
    }

    static Slice encoded(String text) {
        byte[] bytes = Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8));
        return new Slice(bytes, 0, bytes.length);
    }

    /** The bytes read as UTF-8; {@code null} where it is no base64. */
    static @Nullable String decoded(Slice base64) {
        try {
            byte[] digits = Arrays.copyOfRange(base64.array(), base64.from(), base64.to());
            return new String(Base64.getMimeDecoder().decode(digits), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
