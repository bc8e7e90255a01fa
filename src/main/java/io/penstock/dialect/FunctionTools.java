package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call's tools for providers that know functions only. */
public final class FunctionTools {
    /** No arguments, as a JSON Schema. */
    public static final Slice NO_ARGUMENTS = Slice.of("{\"type\":\"object\",\"properties\":{}}");

    private FunctionTools() {}

    /**
     * The tools that may be used, in order: none, the named one or those among, as the choice says. A hosted tool is
     * noted as unsupported, whatever the choice.
     */
    public static List<Tool> offered(ChatRequest request, UnsupportedFields unsupported) {
        List<Tool> offered = new ArrayList<>();
        for (int at = 0; at < request.tools().size(); at++) {
            Tool tool = request.tools().get(at);
            if (tool instanceof Tool.Hosted) {
                unsupported.parameter("tools." + at);
            } else if (isOffered(request.toolChoice(), tool)) {
                offered.add(tool);
            }
        }
        return offered;
    }

    private static boolean isOffered(ToolChoice choice, Tool tool) {
        return switch (choice) {
            case ToolChoice.Auto _, ToolChoice.Required _ -> true;
            case ToolChoice.None _ -> false;
            case ToolChoice.Named named -> named.name().equals(tool.name());
            case ToolChoice.Among among -> among.names().contains(tool.name());
        };
    }

    /** What the tool is described as; {@code null} where nothing is said. */
    public static @Nullable String description(Tool tool) {
        String said = switch (tool) {
            case Tool.Function function -> function.description();
            case Tool.Freeform freeform -> FreeformTools.description(freeform);
            case Tool.Hosted _ -> null;
        };
        return said == null || said.isBlank() ? null : said;
    }

    /** The arguments' schema. */
    public static Slice schema(Tool tool) {
        return switch (tool) {
            case Tool.Function function -> function.schema() == null ? NO_ARGUMENTS : function.schema();
            case Tool.Freeform _ -> FreeformTools.SCHEMA;
            case Tool.Hosted _ -> NO_ARGUMENTS;
        };
    }

    /** As the member {@code tools} in OpenAI's shape; nothing where there are none. */
    public static void write(List<Tool> tools, JsonWriter json) {
        if (tools.isEmpty()) {
            return;
        }
        json.array("tools");
        for (Tool tool : tools) {
            json.object().put("type", "function").object("function").put("name", tool.name());
            json.put("description", description(tool)).raw("parameters", schema(tool));
            json.endObject().endObject();
        }
        json.endArray();
    }
}
