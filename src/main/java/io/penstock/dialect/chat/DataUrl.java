package io.penstock.dialect.chat;

import io.penstock.chat.Media;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses of pictures and files: {@code data:image/png;base64,...} (RFC 2397) and links. */
final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";
    private static final int HEADER_BYTES_MAX = 256;

    private DataUrl() {}

    /** What stands there, the data not copied; {@code null} where it is neither a base64 data URL nor a link. */
    static @Nullable Media media(JsonValue.Text url) {
        Slice bytes = url.plain();
        if (!startsWith(bytes, SCHEME)) {
            String link = bytes.text();
            return link.contains("://") && link.indexOf(' ') < 0 ? new Media.Link(link) : null;
        }
        int comma = comma(bytes);
        if (comma < 0) {
            return null;
        }
        String header = new String(bytes.array(), bytes.from(), comma - bytes.from(), StandardCharsets.US_ASCII)
                .substring(SCHEME.length())
                .toLowerCase(Locale.ROOT);
        Slice data = new Slice(bytes.array(), comma + 1, bytes.to());
        if (!header.endsWith(ENCODING) || data.length() == 0 || !isPlain(data, bytes.length() == url.length())) {
            return null;
        }
        return new Media.Inline(type(header.substring(0, header.length() - ENCODING.length())), data);
    }

    /** Base64 that may also come as a data URL; {@code null} where it is neither. */
    static @Nullable Slice base64(JsonValue.Text text) {
        Slice bytes = text.plain();
        if (startsWith(bytes, SCHEME)) {
            return media(text) instanceof Media.Inline inline ? inline.base64() : null;
        }
        return bytes.length() > 0 && isPlain(bytes, bytes.length() == text.length()) ? bytes : null;
    }

    private static String type(String header) {
        int parameters = header.indexOf(';');
        String type = parameters < 0 ? header : header.substring(0, parameters);
        if (type.isEmpty()) {
            return "text/plain";
        }
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }

    private static int comma(Slice bytes) {
        int end = Math.min(bytes.to(), bytes.from() + HEADER_BYTES_MAX);
        for (int at = bytes.from(); at < end; at++) {
            if (bytes.array()[at] == ',') {
                return at;
            }
        }
        return -1;
    }

    private static boolean startsWith(Slice bytes, String prefix) {
        if (bytes.length() < prefix.length()) {
            return false;
        }
        for (int at = 0; at < prefix.length(); at++) {
            if (Character.toLowerCase(bytes.array()[bytes.from() + at]) != prefix.charAt(at)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it can be written without an escape. What was decoded, and so became shorter, is looked through; what came
     * without escapes needs none.
     */
    private static boolean isPlain(Slice data, boolean unescaped) {
        if (unescaped) {
            return true;
        }
        for (int at = data.from(); at < data.to(); at++) {
            byte b = data.array()[at];
            boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            if (!letter && b != '+' && b != '/' && b != '=' && b != '-' && b != '_') {
                return false;
            }
        }
        return true;
    }
}
