package io.penstock.dialect;

import io.penstock.chat.Media;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses of pictures and files: {@code data:image/png;base64,...} (RFC 2397) and links. */
public final class DataUrl {
    private static final String SCHEME = "data:";
    private static final String ENCODING = ";base64";
    private static final int HEADER_BYTES_MAX = 256;

    private DataUrl() {}

    /** What comes before the base64 of this media type. */
    public static String prefix(String type) {
        return SCHEME + type + ENCODING + ",";
    }

    /** Whether it begins like a data URL. */
    public static boolean is(JsonValue.Text url) {
        return startsWith(url.plain(), SCHEME);
    }

    /** What stands there, the data not copied; {@code null} where it is neither a base64 data URL nor a link. */
    public static @Nullable Media media(JsonValue.Text url) {
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
        String type = header.endsWith(ENCODING) ? type(header) : "";
        Slice rest = new Slice(bytes.array(), comma + 1, bytes.to());
        Slice data = Base64Text.isEscaped(url, bytes) ? Base64Text.withoutSpaces(rest) : rest;
        return type.isEmpty() || data == null || data.length() == 0 ? null : new Media.Inline(type, data);
    }

    /** Base64 that may also come as a data URL; {@code null} where it is neither. */
    public static @Nullable Slice base64(JsonValue.Text text) {
        if (is(text)) {
            return media(text) instanceof Media.Inline inline ? inline.base64() : null;
        }
        Slice base64 = Base64Text.of(text);
        return base64 == null || base64.length() == 0 ? null : base64;
    }

    /** Text where the URL says nothing, as the RFC has it. */
    private static String type(String header) {
        return header.startsWith(";") ? "text/plain" : MimeTypes.canonical(header);
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
}
