package io.penstock.dialect.converse;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.FunctionTools;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code toolConfig}. Converse wants it wherever the history speaks of tools, so tools that may not be used, or
 * that are no longer declared, are written all the same then.
 */
final class ConverseTools {
    private final ChatRequest request;
    private final Family family;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    ConverseTools(ChatRequest request, Family family, UnsupportedFields unsupported, JsonWriter json) {
        this.request = request;
        this.family = family;
        this.unsupported = unsupported;
        this.json = json;
    }

    /** @param forced whether the model lets a tool be forced on it; where not, it is left to it */
    void write(boolean forced) {
        List<Tool> tools = tools();
        if (tools.isEmpty()) {
            return;
        }
        json.object("toolConfig").array("tools");
        for (Tool tool : tools) {
            json.object().object("toolSpec").put("name", tool.name());
            json.put("description", FunctionTools.description(tool));
            json.object("inputSchema")
                    .raw("json", FunctionTools.schema(tool))
                    .endObject()
                    .endObject()
                    .endObject();
            if (tool instanceof Tool.Function function && function.cache() != null && family.isClaude()) {
                ConverseMessages.cachePoint(json);
            }
        }
        json.endArray();
        if (forced) {
            choice(tools);
        }
        json.endObject();
    }

    private List<Tool> tools() {
        List<Tool> offered = new ArrayList<>(FunctionTools.offered(request, unsupported));
        if (request.toolChoice() instanceof ToolChoice.Named && !offered.isEmpty()) {
            offered = declared();
        }
        Set<String> used = used();
        if (!offered.isEmpty() || used.isEmpty()) {
            return offered;
        }
        List<Tool> declared = declared();
        if (declared.isEmpty()) {
            used.forEach(name -> declared.add(new Tool.Function(name, null, null, null, null)));
        }
        return declared;
    }

    private List<Tool> declared() {
        List<Tool> declared = new ArrayList<>();
        for (Tool tool : request.tools()) {
            if (!(tool instanceof Tool.Hosted)) {
                declared.add(tool);
            }
        }
        return declared;
    }

    /** The names of the tools that the history speaks of. */
    private Set<String> used() {
        Set<String> names = new LinkedHashSet<>();
        for (Turn turn : request.turns()) {
            for (Part part : turn.parts()) {
                if (part instanceof Part.ToolUse use) {
                    names.add(use.name());
                } else if (part instanceof Part.ToolResult result && request.toolName(result.id()) == null) {
                    names.add(result.name() == null ? "tool" : result.name());
                }
            }
        }
        return names;
    }

    private void choice(List<Tool> tools) {
        switch (request.toolChoice()) {
            case ToolChoice.Auto _, ToolChoice.None _ -> {}
            case ToolChoice.Required _ -> any();
            case ToolChoice.Named named -> {
                if (tools.stream().anyMatch(tool -> tool.name().equals(named.name()))) {
                    json.object("toolChoice").object("tool").put("name", named.name());
                    json.endObject().endObject();
                }
            }
            case ToolChoice.Among among -> {
                if (among.required()) {
                    any();
                }
            }
        }
    }

    private void any() {
        json.object("toolChoice").object("any").endObject().endObject();
    }
}
