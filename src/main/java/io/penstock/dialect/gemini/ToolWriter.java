package io.penstock.dialect.gemini;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes {@code tools} and {@code toolConfig}. */
final class ToolWriter {
    private ToolWriter() {}

    static void write(ChatRequest request, Mistakes mistakes, JsonWriter out) {
        List<Tool.Hosted> hosted = new ArrayList<>();
        List<Tool> functions = new ArrayList<>();
        for (Tool tool : request.tools()) {
            if (!(tool instanceof Tool.Hosted its)) {
                functions.add(tool);
            } else if (ToolReader.HOSTED.contains(its.name())) {
                hosted.add(its);
            } else {
                mistakes.droppable("tools", "The tool " + its.name() + " is not supported by this model's provider.");
            }
        }
        if (functions.isEmpty() && hosted.isEmpty()) {
            return;
        }
        out.array("tools");
        if (!functions.isEmpty()) {
            out.object().array("functionDeclarations");
            functions.forEach(tool -> declaration(tool, out));
            out.endArray().endObject();
        }
        hosted.forEach(tool -> out.rawItem(tool.json()));
        out.endArray();
        if (!functions.isEmpty()) {
            choice(request.toolChoice(), isStrict(functions), out);
        }
    }

    private static void declaration(Tool tool, JsonWriter out) {
        out.object().put("name", tool.name());
        switch (tool) {
            case Tool.Function function ->
                out.put("description", function.description()).raw("parametersJsonSchema", function.schema());
            case Tool.Freeform freeform -> {
                String description = FreeformTools.description(freeform);
                out.put("description", description.isEmpty() ? null : description)
                        .raw("parametersJsonSchema", FreeformTools.SCHEMA);
            }
            case Tool.Hosted hosted -> throw new IllegalStateException(hosted.name() + " is no function");
        }
        out.endObject();
    }

    private static boolean isStrict(List<Tool> functions) {
        return functions.stream()
                .anyMatch(tool -> tool instanceof Tool.Function function && Boolean.TRUE.equals(function.strict()));
    }

    private static void choice(ToolChoice choice, boolean strict, JsonWriter out) {
        switch (choice) {
            case ToolChoice.Auto() -> {
                if (strict) {
                    mode("VALIDATED", List.of(), out);
                }
            }
            case ToolChoice.None() -> mode("NONE", List.of(), out);
            case ToolChoice.Required() -> mode("ANY", List.of(), out);
            case ToolChoice.Named(String name) -> mode("ANY", List.of(name), out);
            // AUTO takes no names, VALIDATED does and leaves the choice to the model as well.
            case ToolChoice.Among(List<String> names, boolean required) ->
                mode(required ? "ANY" : "VALIDATED", names, out);
        }
    }

    private static void mode(String mode, List<String> names, JsonWriter out) {
        out.object("toolConfig").object("functionCallingConfig").put("mode", mode);
        if (!names.isEmpty()) {
            out.array("allowedFunctionNames");
            names.forEach(out::item);
            out.endArray();
        }
        out.endObject().endObject();
    }
}
