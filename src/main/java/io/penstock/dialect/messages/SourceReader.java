package io.penstock.dialect.messages;

import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.Slice;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.MimeTypes;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the {@code source} of pictures and documents. */
final class SourceReader {
    private final Mistakes mistakes;
    private final List<Leftover> leftovers;

    SourceReader(Mistakes mistakes, List<Leftover> leftovers) {
        this.mistakes = mistakes;
        this.leftovers = leftovers;
    }

    @Nullable
    Media image(String field, JsonValue.Obj block) {
        JsonValue.Obj source = source(field, block);
        return source == null ? null : media(field + ".source", source);
    }

    /** What a document has beside its source and title is something that only this dialect can do. */
    @Nullable
    Media document(String field, JsonValue.Obj block) {
        JsonValue context = block.get("context");
        JsonValue.Obj citations = block.object("citations");
        if (context != null) {
            leftovers.add(new Leftover(field + ".context", context.raw(), false));
        }
        if (citations != null && Boolean.TRUE.equals(citations.flag("enabled"))) {
            leftovers.add(new Leftover(field + ".citations", citations.raw(), false));
        }
        JsonValue.Obj source = source(field, block);
        if (source == null) {
            return null;
        }
        String type = source.textOrEmpty("type");
        boolean inBlocks = type.equals("content") && source.get("content") instanceof JsonValue.Arr;
        if (inBlocks) {
            leftovers.add(new Leftover(field + ".source.content", source.raw(), false));
            return null;
        }
        return type.equals("text") || type.equals("content")
                ? plainText(field + ".source", source, type.equals("text") ? "data" : "content")
                : media(field + ".source", source);
    }

    private JsonValue.@Nullable Obj source(String field, JsonValue.Obj block) {
        JsonValue.Obj source = block.object("source");
        if (source == null) {
            mistakes.missing(field + ".source");
        }
        return source;
    }

    private @Nullable Media plainText(String field, JsonValue.Obj source, String member) {
        String text = source.text(member);
        if (text == null) {
            mistakes.missing(field + "." + member);
            return null;
        }
        return new Media.Inline("text/plain", Base64Text.encoded(text));
    }

    private @Nullable Media media(String field, JsonValue.Obj source) {
        return switch (source.textOrEmpty("type")) {
            case "base64" -> inline(field, source);
            case "url" -> {
                String url = required(field + ".url", source.textOrEmpty("url"));
                yield url == null ? null : new Media.Link(url);
            }
            case "file" -> {
                String id = required(field + ".file_id", source.textOrEmpty("file_id"));
                yield id == null ? null : new Media.Uploaded(id);
            }
            default -> {
                mistakes.invalid(field + ".type", "'" + field + ".type' is not a kind of source known here.");
                yield null;
            }
        };
    }

    private @Nullable Media inline(String field, JsonValue.Obj source) {
        String type = required(field + ".media_type", source.textOrEmpty("media_type"));
        if (!(source.get("data") instanceof JsonValue.Text data)) {
            mistakes.missing(field + ".data");
            return null;
        }
        Slice base64 = Base64Text.of(data);
        if (base64 == null) {
            mistakes.invalid(field + ".data", "'" + field + ".data' is not base64.");
        }
        if (type == null || base64 == null) {
            return null;
        }
        String canonical = MimeTypes.canonical(type);
        if (canonical.isEmpty()) {
            mistakes.invalid(field + ".media_type", "'" + field + ".media_type' is no MIME type.");
            return null;
        }
        return new Media.Inline(canonical, base64);
    }

    private @Nullable String required(String field, String value) {
        if (value.isEmpty()) {
            mistakes.missing(field);
            return null;
        }
        return value;
    }
}
