package io.penstock.dialect.gemini;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.MimeTypes;
import io.penstock.json.JsonValue;
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
        if (type.isEmpty()) {
            inline.mistakes().invalid(inline.at("mimeType"), inline.at("mimeType") + " is no MIME type.");
            return null;
        }
        Slice base64 = inline.get("data") instanceof JsonValue.Text text ? Base64Text.standard(text.plain()) : null;
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
}
