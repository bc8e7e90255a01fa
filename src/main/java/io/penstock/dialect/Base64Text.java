package io.penstock.dialect;

import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64 inside JSON. What comes from here can be written into a JSON string as it is. */
public final class Base64Text {
    private Base64Text() {}

    /** The text's base64 without line ends, not copied where it needs no change; {@code null} where it is none. */
    public static @Nullable Slice of(JsonValue.Text text) {
        Slice plain = text.plain();
        return isEscaped(text, plain) ? withoutSpaces(plain) : plain;
    }

    /** Whether the text was decoded: an escape is longer than what it stands for. */
    static boolean isEscaped(JsonValue.Text text, Slice plain) {
        return plain.length() < text.length();
    }

    /** As {@link #of}, of what was decoded, and so may hold anything. */
    static @Nullable Slice withoutSpaces(Slice decoded) {
        byte[] kept = new byte[decoded.length()];
        int length = 0;
        for (int at = decoded.from(); at < decoded.to(); at++) {
            byte b = decoded.array()[at];
            if (isStandard(b) || b == '-' || b == '_') {
                kept[length++] = b;
            } else if (b != '\n' && b != '\r' && b != ' ') {
                return null;
            }
        }
        return new Slice(kept, 0, length);
    }

    /** In the standard alphabet, whichever it came in, not copied where it is; {@code null} where it is in neither. */
    public static @Nullable Slice standard(Slice base64) {
        boolean forUrls = false;
        for (int at = base64.from(); at < base64.to(); at++) {
            byte b = base64.array()[at];
            boolean url = b == '-' || b == '_';
            forUrls |= url;
            if (!url && !isStandard(b)) {
                return null;
            }
        }
        return forUrls ? translated(base64) : base64;
    }

    private static boolean isStandard(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '+' || b == '/' || b == '=';
    }

    private static Slice translated(Slice base64) {
        byte[] copy = Arrays.copyOfRange(base64.array(), base64.from(), base64.to());
        for (int at = 0; at < copy.length; at++) {
            copy[at] = copy[at] == '-' ? (byte) '+' : copy[at] == '_' ? (byte) '/' : copy[at];
        }
        int missing = (4 - copy.length % 4) % 4;
        byte[] padded = Arrays.copyOf(copy, copy.length + missing);
        Arrays.fill(padded, copy.length, padded.length, (byte) '=');
        return new Slice(padded, 0, padded.length);
    }

    /** The text's bytes in UTF-8, as base64. */
    public static Slice encoded(String text) {
        byte[] bytes = Base64.getEncoder().encode(text.getBytes(StandardCharsets.UTF_8));
        return new Slice(bytes, 0, bytes.length);
    }

    /** The bytes read as UTF-8; {@code null} where it is no base64. */
    public static @Nullable String decoded(Slice base64) {
        Slice standard = standard(base64);
        if (standard == null) {
            return null;
        }
        try {
            byte[] digits = Arrays.copyOfRange(standard.array(), standard.from(), standard.to());
            return new String(Base64.getDecoder().decode(digits), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
