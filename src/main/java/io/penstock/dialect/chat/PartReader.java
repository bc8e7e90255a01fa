package io.penstock.dialect.chat;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Role;
import io.penstock.chat.Slice;
import io.penstock.dialect.DataUrl;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a message's {@code content}: a text, or typed parts. Empty texts are no parts. */
final class PartReader {
    private PartReader() {}

    /** The parts in {@code content}; none where it is absent, which is the reader's to judge. */
    static List<Part> content(Fields message, Role role) {
        List<Part> parts = new ArrayList<>();
        switch (message.get("content")) {
            case null -> {}
            case JsonValue.Text text -> text(text.value(), null, parts);
            case JsonValue.Arr array -> {
                for (int index = 0; index < array.items().size(); index++) {
                    part(message.item("content", index, array.items().get(index)), role, parts);
                }
            }
            default -> message.mistakes().invalidType(message.path("content"), "a string or an array of parts");
        }
        return parts;
    }

    /** {@code cache_control} (Anthropic, OpenRouter) or {@code prompt_cache_breakpoint} (OpenAI). */
    static @Nullable CacheMark mark(Fields fields) {
        JsonValue.Obj control = fields.object().object("cache_control");
        if (control != null) {
            return "1h".equals(control.text("ttl")) ? new CacheMark("1h") : CacheMark.SHORT;
        }
        return fields.object().object("prompt_cache_breakpoint") == null ? null : CacheMark.SHORT;
    }

    private static void part(Fields part, Role role, List<Part> parts) {
        String type = part.required("type");
        if (!allowed(role).contains(type)) {
            unknown(part, type, role);
            return;
        }
        switch (type) {
            case "text" -> text(requiredText(part), mark(part), parts);
            case "refusal" -> refusal(part, parts);
            case "thinking" -> parts.addAll(Thoughts.mistral(part.object()));
            case "image_url" -> image(part, parts);
            case "file" -> file(part, parts);
            default -> audio(part, parts);
        }
    }

    /** The types of parts. OpenAI allows tools to return texts only; several providers take pictures and files too. */
    private static Set<String> allowed(Role role) {
        return switch (role) {
            case SYSTEM -> Set.of("text");
            case USER -> Set.of("text", "image_url", "file", "input_audio");
            case ASSISTANT -> Set.of("text", "refusal", "thinking");
            case TOOL -> Set.of("text", "image_url", "file");
        };
    }

    private static void refusal(Fields part, List<Part> parts) {
        String refusal = part.text("refusal");
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
    }

    private static void unknown(Fields part, String type, Role role) {
        if (!type.isEmpty()) {
            String speaker = role.name().toLowerCase(Locale.ROOT);
            part.mistakes()
                    .invalidValue(part.path("type"), "messages of this role (" + speaker + ") hold no such part");
        }
    }

    private static String requiredText(Fields part) {
        String text = part.text("text");
        if (text == null) {
            part.mistakes().missing(part.path("text"));
        }
        return text == null ? "" : text;
    }

    private static void text(String text, @Nullable CacheMark mark, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text, mark));
        }
    }

    /** Some clients give the address itself in the place of the object. */
    private static void image(Fields part, List<Part> parts) {
        boolean flat = part.get("image_url") instanceof JsonValue.Text;
        Fields image = flat ? part : part.requiredObject("image_url");
        String field = flat ? "image_url" : "url";
        JsonValue.Text url = image.literal(field);
        if (url == null) {
            image.mistakes().missing(image.path(field));
            return;
        }
        Media media = DataUrl.media(url);
        if (media == null) {
            image.mistakes().invalidValue(image.path(field), "it must be a link, or a data URL in base64");
        } else if (media instanceof Media.Inline inline && !inline.type().startsWith("image/")) {
            parts.add(new Part.Document(media, null, mark(part)));
        } else {
            parts.add(new Part.Image(media, flat ? null : image.text("detail"), mark(part)));
        }
    }

    private static void file(Fields part, List<Part> parts) {
        Fields file = part.requiredObject("file");
        String name = file.text("filename");
        String id = file.text("file_id");
        if (id != null && !id.isEmpty()) {
            parts.add(new Part.Document(new Media.Uploaded(id), name, mark(part)));
            return;
        }
        JsonValue.Text data = file.literal("file_data");
        if (data == null) {
            file.mistakes().missing(file.path("file_data"));
            return;
        }
        Media media = DataUrl.media(data);
        if (media == null) {
            file.mistakes().invalidValue(file.path("file_data"), "it must be a data URL in base64");
        } else {
            parts.add(new Part.Document(media, name, mark(part)));
        }
    }

    private static void audio(Fields part, List<Part> parts) {
        Fields audio = part.requiredObject("input_audio");
        String format = audio.required("format");
        JsonValue.Text data = audio.literal("data");
        if (data == null) {
            audio.mistakes().missing(audio.path("data"));
            return;
        }
        Slice base64 = DataUrl.base64(data);
        if (base64 == null) {
            audio.mistakes().invalidValue(audio.path("data"), "it must be base64");
        } else {
            parts.add(new Part.Audio(format, base64));
        }
    }
}
