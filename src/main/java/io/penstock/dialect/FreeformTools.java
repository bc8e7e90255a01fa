package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.HashSet;
import java.util.Set;

/**
 * A tool that takes plain text, as a function for dialects that know functions only: it has one argument, the text, named
 * {@code input}.
 */
public final class FreeformTools {
    /** The function's arguments, as a JSON Schema. */
    public static final Slice SCHEMA = Slice.of(
            "{\"type\":\"object\",\"properties\":{\"input\":{\"type\":\"string\",\"description\":"
                    + "\"The whole input of the tool, as plain text.\"}},\"required\":[\"input\"],\"additionalProperties\":false}");

    private static final String INPUT = "input";

    private FreeformTools() {}

    /** The function's arguments that hold this text, as JSON. */
    public static String wrap(String text) {
        return new JsonWriter(text.length() + 32)
                .object()
                .put(INPUT, text)
                .endObject()
                .toString();
    }

    /** The text that the function's arguments hold; the arguments as they are where they hold none. */
    public static String unwrap(String arguments) {
        JsonValue.Obj object = JsonReader.object(arguments);
        String text = object == null ? null : object.text(INPUT);
        return text == null ? arguments : text;
    }

    /** What the function is described as; a grammar cannot be enforced there, so the model is shown it. */
    public static String description(Tool.Freeform tool) {
        String said = tool.description() == null ? "" : tool.description();
        Slice format = tool.format();
        JsonValue.Obj grammar = format == null ? null : JsonReader.object(format);
        String definition = grammar == null ? null : grammar.text("definition");
        if (grammar == null || definition == null) {
            return said;
        }
        String syntax = grammar.textOrEmpty("syntax");
        return said + (said.isEmpty() ? "" : "\n\n") + "The input must keep to this " + syntax + " grammar:\n"
                + definition;
    }

    /** The names of a call's freeform tools. */
    public static Set<String> names(ChatRequest request) {
        Set<String> names = new HashSet<>();
        for (Tool tool : request.tools()) {
            if (tool instanceof Tool.Freeform) {
                names.add(tool.name());
            }
        }
        return names;
    }
}
