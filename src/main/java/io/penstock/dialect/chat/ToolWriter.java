package io.penstock.dialect.chat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.List;

/** Writes {@code tools}, {@code tool_choice} and {@code parallel_tool_calls}; nothing where there are no tools. */
final class ToolWriter {
    private final ChatRequest request;
    private final Writing writing;
    private final Mistakes mistakes;
    private final JsonWriter out;

    ToolWriter(ChatRequest request, Writing writing, Mistakes mistakes, JsonWriter out) {
        this.request = request;
        this.writing = writing;
        this.mistakes = mistakes;
        this.out = out;
    }

    void write() {
        List<Tool> tools = tools();
        if (tools.isEmpty()) {
            return;
        }
        out.array("tools");
        tools.forEach(this::tool);
        out.endArray();
        choice();
        out.put("parallel_tool_calls", request.parallelTools());
    }

    /** Those this dialect can express; where a choice among some cannot be, only these. */
    private List<Tool> tools() {
        for (int index = 0; index < request.tools().size(); index++) {
            if (request.tools().get(index) instanceof Tool.Hosted hosted) {
                mistakes.droppable(
                        "tools." + index, "This model's provider runs no tool of type " + hosted.name() + ".");
            }
        }
        return request.tools().stream()
                .filter(tool -> !(tool instanceof Tool.Hosted))
                .filter(tool -> !writing.has(Quirk.TOOL_CHOICE_ANY)
                        || !(request.toolChoice() instanceof ToolChoice.Among among)
                        || among.names().contains(tool.name()))
                .toList();
    }

    private void tool(Tool tool) {
        out.object();
        switch (tool) {
            case Tool.Function function -> {
                out.put("type", "function")
                        .object("function")
                        .put("name", function.name())
                        .put("description", function.description())
                        .raw("parameters", function.schema())
                        .put("strict", function.strict())
                        .endObject();
                if (writing.has(Quirk.CACHE_CONTROL)) {
                    PartWriter.mark(function.cache(), out);
                }
            }
            case Tool.Freeform freeform ->
                out.put("type", "custom")
                        .object("custom")
                        .put("name", freeform.name())
                        .put("description", freeform.description())
                        .raw("format", freeform.format())
                        .endObject();
            case Tool.Hosted hosted -> {}
        }
        out.endObject();
    }

    private void choice() {
        String must = writing.has(Quirk.TOOL_CHOICE_ANY) ? "any" : "required";
        switch (request.toolChoice()) {
            case ToolChoice.Auto auto -> {}
            case ToolChoice.None none -> out.put("tool_choice", "none");
            case ToolChoice.Required required -> out.put("tool_choice", must);
            case ToolChoice.Named named -> {
                out.object("tool_choice");
                named(named.name());
                out.endObject();
            }
            case ToolChoice.Among among
            when writing.has(Quirk.TOOL_CHOICE_ANY) -> out.put("tool_choice", among.required() ? must : "auto");
            case ToolChoice.Among among -> {
                out.object("tool_choice")
                        .put("type", "allowed_tools")
                        .object("allowed_tools")
                        .put("mode", among.required() ? "required" : "auto")
                        .array("tools");
                for (String name : among.names()) {
                    out.object();
                    named(name);
                    out.endObject();
                }
                out.endArray().endObject().endObject();
            }
        }
    }

    private void named(String name) {
        boolean freeform = request.tools().stream()
                .anyMatch(tool -> tool instanceof Tool.Freeform && tool.name().equals(name));
        String type = freeform ? "custom" : "function";
        out.put("type", type).object(type).put("name", name).endObject();
    }
}
