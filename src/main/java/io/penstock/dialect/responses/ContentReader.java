package io.penstock.dialect.responses;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.DataUrl;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message or of a tool's output: a text, or a list of parts. */
final class ContentReader {
    private static final String PDF = "application/pdf";

    private final Mistakes mistakes;

    ContentReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /**
     * The parts; those before the first mistake where there is one.
     *
     * @param field where the content stands, e.g. {@code input.2.content}
     */
    List<Part> read(@Nullable JsonValue content, String field) {
        List<Part> parts = new ArrayList<>();
        switch (content) {
            case JsonValue.Text text -> parts.add(new Part.Text(text.value()));
            case JsonValue.Arr array -> {
                for (int at = 0; at < array.items().size(); at++) {
                    Part part = part(array.items().get(at), field + "." + at);
                    if (part != null) {
                        parts.add(part);
                    }
                }
            }
            case null -> {}
            default -> mistakes.invalid(field, "A text or a list of parts is expected.");
        }
        return parts;
    }

    private @Nullable Part part(JsonValue value, String field) {
        if (!(value instanceof JsonValue.Obj part)) {
            mistakes.invalid(field, "A part is an object with a type.");
            return null;
        }
        String type = part.textOrEmpty("type");
        return switch (type) {
            case "input_text", "output_text", "text", "summary_text" -> new Part.Text(part.textOrEmpty("text"));
            case "refusal" -> new Part.Refusal(part.textOrEmpty("refusal"));
            case "input_image" -> image(part, field);
            case "input_file" -> file(part, field);
            case "input_audio" -> audio(part, field);
            default -> {
                mistakes.invalid(field + ".type", "There is no part of type '" + type + "'.");
                yield null;
            }
        };
    }

    private @Nullable Part image(JsonValue.Obj part, String field) {
        Media media = link(part.get("image_url"), field + ".image_url", part.text("file_id"));
        String detail = part.text("detail");
        // The newest detail is above what other dialects know.
        String known = "original".equals(detail) ? "high" : detail;
        return media == null ? null : new Part.Image(media, known, null);
    }

    private @Nullable Part file(JsonValue.Obj part, String field) {
        String name = part.text("filename");
        Media media;
        if (part.get("file_data") instanceof JsonValue.Text data) {
            media = DataUrl.is(data) ? at(data, field + ".file_data") : bare(data, typeOf(name), field + ".file_data");
        } else {
            media = link(part.get("file_url"), field, part.text("file_id"));
        }
        return media == null ? null : new Part.Document(media, name, null);
    }

    private @Nullable Part audio(JsonValue.Obj part, String field) {
        JsonValue.Obj nested = part.object("input_audio");
        JsonValue.Obj audio = nested == null ? part : nested;
        if (audio.get("data") instanceof JsonValue.Text data) {
            String format = audio.text("format");
            Slice base64 = DataUrl.base64(data);
            if (base64 != null) {
                return new Part.Audio(format == null ? "wav" : format, base64);
            }
        }
        mistakes.invalid(field + ".input_audio", "The audio has no data in base64.");
        return null;
    }

    private @Nullable Media link(@Nullable JsonValue url, String field, @Nullable String fileId) {
        if (url instanceof JsonValue.Text text) {
            return DataUrl.is(text) ? at(text, field) : new Media.Link(text.value());
        }
        if (fileId != null && !fileId.isEmpty()) {
            return new Media.Uploaded(fileId);
        }
        mistakes.invalid(field, "It says neither where the content is nor the content itself.");
        return null;
    }

    private @Nullable Media at(JsonValue.Text dataUrl, String field) {
        Media media = DataUrl.media(dataUrl);
        if (media == null) {
            mistakes.invalid(field, "A data URL has the form data:image/png;base64,...");
        }
        return media;
    }

    private @Nullable Media bare(JsonValue.Text data, String type, String field) {
        Slice base64 = Base64Text.of(data);
        if (base64 == null) {
            mistakes.invalidValue(field, "it must be base64");
            return null;
        }
        return new Media.Inline(type, base64);
    }

    private static String typeOf(@Nullable String name) {
        String lower = name == null ? "" : name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".txt") ? "text/plain" : lower.endsWith(".md") ? "text/markdown" : PDF;
    }
}
