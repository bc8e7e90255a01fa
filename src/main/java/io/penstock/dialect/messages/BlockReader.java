package io.penstock.dialect.messages;

import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the content of a message: a text, or blocks. Blocks no other dialect knows become leftovers. */
final class BlockReader {
    private final Mistakes mistakes;
    private final List<Leftover> leftovers;
    private final SourceReader sources;

    BlockReader(Mistakes mistakes, List<Leftover> leftovers) {
        this.mistakes = mistakes;
        this.leftovers = leftovers;
        this.sources = new SourceReader(mistakes, leftovers);
    }

    /** @param role whose content it is; blocks that have no place there are mistakes */
    List<Part> content(String field, JsonValue content, Role role) {
        List<Part> parts = new ArrayList<>();
        if (content instanceof JsonValue.Text text) {
            parts.add(new Part.Text(text.value()));
        } else if (content instanceof JsonValue.Arr array) {
            int index = 0;
            for (JsonValue item : array.items()) {
                String block = field + "." + index++;
                Part part = item instanceof JsonValue.Obj object ? block(block, object, role) : noObject(block);
                if (part != null) {
                    parts.add(part);
                }
            }
        } else {
            mistakes.invalid(field, "'" + field + "' must be a text or an array of blocks.");
        }
        return parts;
    }

    private @Nullable Part noObject(String field) {
        mistakes.invalid(field, "'" + field + "' must be an object.");
        return null;
    }

    private @Nullable Part block(String field, JsonValue.Obj block, Role role) {
        String type = block.textOrEmpty("type");
        CacheMark cache = ToolReader.cacheMark(block);
        return switch (type) {
            case "" -> missing(field + ".type");
            case "text" -> text(field, block, cache);
            case "image" -> allowed(field, role, Role.USER, Role.TOOL) ? image(field, block, cache) : null;
            case "document" -> allowed(field, role, Role.USER, Role.TOOL) ? document(field, block, cache) : null;
            case "tool_result" -> allowed(field, role, Role.USER, Role.USER) ? result(field, block, cache) : null;
            case "tool_use" -> allowed(field, role, Role.ASSISTANT, Role.ASSISTANT) ? toolUse(field, block) : null;
            case "thinking" ->
                new Part.Thinking(
                        block.textOrEmpty("thinking"), Seals.read(block.text("signature"), Signature.ANTHROPIC));
            case "redacted_thinking" -> redacted(field, block);
            default -> {
                // The API names the place of a block of this type so.
                leftovers.add(new Leftover(field + "." + type, block.raw(), false));
                yield null;
            }
        };
    }

    private boolean allowed(String field, Role role, Role one, Role other) {
        if (role != one && role != other) {
            mistakes.invalid(field, "'" + field + "' has a type that has no place in this role.");
        }
        return role == one || role == other;
    }

    private @Nullable Part missing(String field) {
        mistakes.missing(field);
        return null;
    }

    private @Nullable Part text(String field, JsonValue.Obj block, @Nullable CacheMark cache) {
        String text = block.text("text");
        return text == null ? missing(field + ".text") : new Part.Text(text, cache);
    }

    private @Nullable Part image(String field, JsonValue.Obj block, @Nullable CacheMark cache) {
        Media media = sources.image(field, block);
        return media == null ? null : new Part.Image(media, null, cache);
    }

    private @Nullable Part document(String field, JsonValue.Obj block, @Nullable CacheMark cache) {
        Media media = sources.document(field, block);
        return media == null ? null : new Part.Document(media, block.text("title"), cache);
    }

    private @Nullable Part result(String field, JsonValue.Obj block, @Nullable CacheMark cache) {
        String id = block.textOrEmpty("tool_use_id");
        if (id.isEmpty()) {
            return missing(field + ".tool_use_id");
        }
        JsonValue content = block.get("content");
        List<Part> parts = content == null ? List.of() : content(field + ".content", content, Role.TOOL);
        return new Part.ToolResult(id, null, parts, Boolean.TRUE.equals(block.flag("is_error")), cache);
    }

    private @Nullable Part toolUse(String field, JsonValue.Obj block) {
        String id = block.textOrEmpty("id");
        String name = block.textOrEmpty("name");
        JsonValue input = block.get("input");
        if (id.isEmpty() || name.isEmpty()) {
            return missing(field + (id.isEmpty() ? ".id" : ".name"));
        }
        if (input != null && !(input instanceof JsonValue.Obj)) {
            mistakes.invalid(field + ".input", "'" + field + ".input' must be an object.");
        }
        return new Part.ToolUse(id, name, input == null ? "{}" : input.raw().text());
    }

    private @Nullable Part redacted(String field, JsonValue.Obj block) {
        var signature = Seals.read(block.text("data"), Signature.ANTHROPIC);
        return signature == null ? missing(field + ".data") : new Part.HiddenThinking(signature);
    }
}
