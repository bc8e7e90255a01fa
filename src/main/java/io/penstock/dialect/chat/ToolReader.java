package io.penstock.dialect.chat;

import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code tools} and {@code tool_choice}, and the legacy {@code functions} and {@code function_call}. */
final class ToolReader {
    private ToolReader() {}

    static List<Tool> tools(Fields body) {
        List<Tool> tools = new ArrayList<>();
        List<JsonValue> entries = body.items("tools");
        for (int index = 0; index < entries.size(); index++) {
            tools.add(tool(body.item("tools", index, entries.get(index))));
        }
        List<JsonValue> functions = body.items("functions");
        for (int index = 0; index < functions.size(); index++) {
            tools.add(function(body.item("functions", index, functions.get(index)), null));
        }
        return tools;
    }

    private static Tool tool(Fields entry) {
        String type = entry.required("type");
        return switch (type) {
            case "function" -> function(entry.requiredObject("function"), PartReader.mark(entry));
            case "custom" -> freeform(entry.requiredObject("custom"));
            default -> new Tool.Hosted(type, entry.object().raw());
        };
    }

    private static Tool function(Fields function, @Nullable CacheMark mark) {
        String name = function.required("name");
        Slice schema = function.rawObject("parameters");
        CacheMark own = PartReader.mark(function);
        return new Tool.Function(
                name, function.text("description"), schema, function.flag("strict"), mark == null ? own : mark);
    }

    private static Tool freeform(Fields custom) {
        return new Tool.Freeform(custom.required("name"), custom.text("description"), custom.rawObject("format"));
    }

    static ToolChoice choice(Fields body) {
        String field = body.has("tool_choice") ? "tool_choice" : "function_call";
        JsonValue value = body.get(field);
        return switch (value) {
            case null -> new ToolChoice.Auto();
            case JsonValue.Text word -> word(word.value(), body, field);
            case JsonValue.Obj object
            when field.equals("tool_choice") -> named(new Fields(object, field, body.mistakes()));
            case JsonValue.Obj object ->
                new ToolChoice.Named(new Fields(object, field, body.mistakes()).required("name"));
            default -> {
                body.mistakes().invalidType(field, "a string or an object");
                yield new ToolChoice.Auto();
            }
        };
    }

    /** {@code any} is Mistral's word for {@code required}. */
    private static ToolChoice word(String word, Fields body, String field) {
        return switch (word) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required", "any" -> new ToolChoice.Required();
            default -> {
                body.mistakes().invalidValue(field, "it must be none, auto, required or an object");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static ToolChoice named(Fields choice) {
        String type = choice.required("type");
        return switch (type) {
            case "function", "custom" ->
                new ToolChoice.Named(choice.requiredObject(type).required("name"));
            case "allowed_tools" -> among(choice.requiredObject("allowed_tools"));
            default -> {
                choice.mistakes().invalidValue(choice.path("type"), "it must be function, custom or allowed_tools");
                yield new ToolChoice.Auto();
            }
        };
    }

    private static ToolChoice among(Fields allowed) {
        String mode = allowed.required("mode");
        if (!mode.equals("auto") && !mode.equals("required")) {
            allowed.mistakes().invalidValue(allowed.path("mode"), "it must be auto or required");
        }
        List<String> names = new ArrayList<>();
        List<JsonValue> tools = allowed.items("tools");
        for (int index = 0; index < tools.size(); index++) {
            Fields tool = allowed.item("tools", index, tools.get(index));
            Fields inner = tool.object(tool.has("custom") ? "custom" : "function");
            names.add((inner == null ? tool : inner).required("name"));
        }
        if (names.isEmpty()) {
            allowed.mistakes().missing(allowed.path("tools"));
        }
        return new ToolChoice.Among(names, mode.equals("required"));
    }
}
