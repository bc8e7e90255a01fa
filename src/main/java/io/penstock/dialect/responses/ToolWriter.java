package io.penstock.dialect.responses;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the tools and which of them must be used. */
final class ToolWriter {
    private static final Slice NO_ARGUMENTS = Slice.of("{\"type\":\"object\",\"properties\":{}}");

    /** Types of hosted tools that are OpenAI's own. */
    private static final Set<String> HOSTED = Set.of(
            "web_search",
            "web_search_2025_08_26",
            "web_search_preview",
            "web_search_preview_2025_03_11",
            "file_search",
            "code_interpreter",
            "image_generation",
            "mcp",
            "computer",
            "computer_use_preview",
            "shell",
            "local_shell",
            "apply_patch",
            "tool_search",
            "programmatic_tool_calling");

    private final ChatRequest request;
    private final Mistakes mistakes;
    private final JsonWriter out;
    private final Set<String> freeform;
    private int written;

    ToolWriter(ChatRequest request, Mistakes mistakes, JsonWriter out) {
        this.request = request;
        this.mistakes = mistakes;
        this.out = out;
        this.freeform = FreeformTools.names(request);
    }

    /**
     * Appends the members {@code tools} and {@code tool_choice}; nothing where there are no tools.
     *
     * @param search Chat's {@code web_search_options}, which are a tool here
     */
    void write(JsonValue.@Nullable Obj search) {
        if (request.tools().isEmpty() && search == null) {
            return;
        }
        out.array("tools");
        for (int at = 0; at < request.tools().size(); at++) {
            tool(request.tools().get(at), "tools." + at);
        }
        if (search != null) {
            search(search);
        }
        out.endArray();
        if (written > 0) {
            choice(request.toolChoice());
        }
    }

    private void tool(Tool tool, String field) {
        switch (tool) {
            case Tool.Function function -> {
                out.object().put("type", "function").put("name", function.name());
                out.put("description", function.description());
                out.raw("parameters", function.schema() == null ? NO_ARGUMENTS : function.schema());
                // Absent may mean true here, while it means false elsewhere.
                out.put("strict", Boolean.TRUE.equals(function.strict())).endObject();
                written++;
            }
            case Tool.Freeform custom -> {
                out.object().put("type", "custom").put("name", custom.name());
                out.put("description", custom.description());
                format(custom.format());
                out.endObject();
                written++;
            }
            case Tool.Hosted hosted -> {
                if (HOSTED.contains(hosted.name())) {
                    out.rawItem(hosted.json());
                    written++;
                } else {
                    mistakes.droppable(
                            field, "The provider that serves this model has no tool of type '" + hosted.name() + "'.");
                }
            }
        }
    }

    /** Chat Completions nest the grammar, Responses do not. */
    private void format(@Nullable Slice format) {
        JsonValue.Obj object = format == null ? null : JsonReader.object(format);
        JsonValue.Obj grammar = object == null ? null : object.object("grammar");
        if (grammar == null) {
            out.raw("format", object == null ? null : object.raw());
            return;
        }
        out.object("format").put("type", "grammar");
        out.put("syntax", grammar.text("syntax"))
                .put("definition", grammar.text("definition"))
                .endObject();
    }

    private void search(JsonValue.Obj options) {
        out.object().put("type", "web_search");
        out.put("search_context_size", options.text("search_context_size"));
        JsonValue.Obj place = options.object("user_location");
        JsonValue.Obj nested = place == null ? null : place.object("approximate");
        if (nested != null) {
            out.object("user_location").put("type", "approximate");
            for (String field : nested.names()) {
                out.put(field, nested.text(field));
            }
            out.endObject();
        }
        out.endObject();
        written++;
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto _ -> {}
            case ToolChoice.None _ -> out.put("tool_choice", "none");
            case ToolChoice.Required _ -> out.put("tool_choice", "required");
            case ToolChoice.Named named -> {
                out.object("tool_choice");
                reference(named.name());
                out.endObject();
            }
            case ToolChoice.Among among -> {
                out.object("tool_choice").put("type", "allowed_tools");
                out.put("mode", among.required() ? "required" : "auto").array("tools");
                for (String name : among.names()) {
                    out.object();
                    reference(name);
                    out.endObject();
                }
                out.endArray().endObject();
            }
        }
    }

    private void reference(String name) {
        out.put("type", freeform.contains(name) ? "custom" : "function").put("name", name);
    }
}
