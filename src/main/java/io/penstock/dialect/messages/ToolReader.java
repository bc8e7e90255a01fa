package io.penstock.dialect.messages;

import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code tool_choice}. How arguments are streamed and loaded is left out: it is a hint. */
final class ToolReader {
    private final JsonValue.Obj body;
    private final Mistakes mistakes;

    ToolReader(JsonValue.Obj body, Mistakes mistakes) {
        this.body = body;
        this.mistakes = mistakes;
    }

    List<Tool> tools() {
        List<Tool> tools = new ArrayList<>();
        int index = 0;
        for (JsonValue item : body.items("tools")) {
            String field = "tools." + index++;
            if (item instanceof JsonValue.Obj tool) {
                tools.add(tool(field, tool));
            } else {
                mistakes.invalid(field, "'" + field + "' must be an object.");
            }
        }
        return tools;
    }

    private Tool tool(String field, JsonValue.Obj tool) {
        String type = tool.text("type");
        if (type != null && !type.equals("custom")) {
            return new Tool.Hosted(type, tool.raw());
        }
        String name = tool.textOrEmpty("name");
        if (name.isEmpty()) {
            mistakes.missing(field + ".name");
        }
        JsonValue schema = tool.get("input_schema");
        if (schema == null) {
            mistakes.missing(field + ".input_schema");
        } else if (!(schema instanceof JsonValue.Obj)) {
            mistakes.invalid(field + ".input_schema", "'" + field + ".input_schema' must be an object.");
        }
        return new Tool.Function(
                name,
                tool.text("description"),
                schema == null ? null : schema.raw(),
                tool.flag("strict"),
                cacheMark(tool));
    }

    /** {@code null} where nothing was said. */
    @Nullable
    Boolean parallel() {
        JsonValue.Obj choice = body.object("tool_choice");
        Boolean disabled = choice == null ? null : choice.flag("disable_parallel_tool_use");
        return disabled == null ? null : (Boolean) !disabled;
    }

    ToolChoice choice() {
        JsonValue.Obj choice = body.object("tool_choice");
        if (choice == null) {
            if (body.has("tool_choice")) {
                mistakes.invalid("tool_choice", "'tool_choice' must be an object.");
            }
            return new ToolChoice.Auto();
        }
        return switch (choice.textOrEmpty("type")) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Required();
            case "none" -> new ToolChoice.None();
            case "tool" -> {
                String name = choice.textOrEmpty("name");
                if (name.isEmpty()) {
                    mistakes.missing("tool_choice.name");
                }
                yield new ToolChoice.Named(name);
            }
            default -> {
                mistakes.invalid("tool_choice.type", "'tool_choice.type' must be 'auto', 'any', 'tool' or 'none'.");
                yield new ToolChoice.Auto();
            }
        };
    }

    /** The {@code cache_control} of a tool or block; {@code null} where none stands there. */
    static @Nullable CacheMark cacheMark(JsonValue.Obj holder) {
        JsonValue.Obj control = holder.object("cache_control");
        if (control == null) {
            return null;
        }
        return "1h".equals(control.text("ttl")) ? new CacheMark("1h") : CacheMark.SHORT;
    }
}
