package io.penstock.dialect.gemini;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code inlineData} and {@code fileData}. */
final class MediaReader {
    private static final Set<String> INLINE = Set.of("mimeType", "data", "displayName");
    private static final Set<String> FILE = Set.of("mimeType", "fileUri", "displayName");

    /** Where files live that were uploaded to Google by its Files API: nobody else may read them. */
    static final String FILES_API = "https://generativelanguage.googleapis.com/";

    private MediaReader() {}

    /** The picture, sound or document of a part; {@code null} where a mistake was found. */
    static @Nullable Part read(Fields part) {
        Fields inline = part.inside("inlineData");
        if (inline != null) {
            return inline(inline.only(INLINE));
        }
        Fields file = part.inside("fileData");
        return file == null ? null : file(file.only(FILE));
    }

    private static @Nullable Part inline(Fields inline) {
        String type = MimeTypes.canonical(inline.textOrEmpty("mimeType"));
        if (!type.contains("/")) {
            inline.mistakes().invalid(inline.at("mimeType"), inline.at("mimeType") + " is no MIME type.");
            return null;
        }
        Slice base64 = inline.get("data") instanceof JsonValue.Text text ? standard(text.plain()) : null;
        if (base64 == null) {
            inline.mistakes().invalid(inline.at("data"), inline.at("data") + " is no base64.");
            return null;
        }
        if (type.startsWith("audio/")) {
            return new Part.Audio(MimeTypes.audioFormat(type), base64);
        }
        Media media = new Media.Inline(type, base64);
        return type.startsWith("image/")
                ? new Part.Image(media)
                : new Part.Document(media, inline.text("displayName"), null);
    }

    private static @Nullable Part file(Fields file) {
        String uri = file.textOrEmpty("fileUri");
        if (uri.isEmpty()) {
            file.mistakes().missing(file.at("fileUri"));
            return null;
        }
        String said = file.textOrEmpty("mimeType");
        String type = said.isEmpty() ? MimeTypes.ofLink(uri, "") : MimeTypes.canonical(said);
        Media media = uri.startsWith(FILES_API) ? new Media.Uploaded(uri) : new Media.Link(uri);
        return type.startsWith("image/")
                ? new Part.Image(media)
                : new Part.Document(media, file.text("displayName"), null);
    }

    /** Google takes the alphabet for URLs too. {@code null} where it is neither. */
    private static @Nullable Slice standard(Slice base64) {
        byte[] bytes = base64.array();
        boolean forUrls = false;
        for (int at = base64.from(); at < base64.to(); at++) {
            byte b = bytes[at];
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
}
