package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes {@code tools} and {@code tool_choice}. */
final class ToolWriter {
    private static final Slice NO_ARGUMENTS = Slice.of("{\"type\":\"object\",\"properties\":{}}");

    /** Anthropic's own tools carry the date of their version. */
    private static final Pattern OWN_TOOL = Pattern.compile("[a-z_]+_20\\d{6}");

    private final JsonWriter out;
    private final Mistakes mistakes;
    private final BlockWriter blocks;
    private final ThinkingRules rules;

    ToolWriter(JsonWriter out, Mistakes mistakes, BlockWriter blocks, ThinkingRules rules) {
        this.out = out;
        this.mistakes = mistakes;
        this.blocks = blocks;
        this.rules = rules;
    }

    void tools(ChatRequest request) {
        List<Tool> tools = wanted(request);
        if (tools.isEmpty()) {
            return;
        }
        out.array("tools");
        for (Tool tool : tools) {
            switch (tool) {
                case Tool.Function function -> function(function);
                case Tool.Freeform freeform ->
                    out.object()
                            .put("name", freeform.name())
                            .put("description", FreeformTools.description(freeform))
                            .raw("input_schema", FreeformTools.SCHEMA)
                            .endObject();
                case Tool.Hosted hosted -> hosted(request.tools().indexOf(tool), hosted);
            }
        }
        out.endArray();
        choice(request.toolChoice(), Boolean.FALSE.equals(request.parallelTools()));
    }

    private static List<Tool> wanted(ChatRequest request) {
        return request.toolChoice() instanceof ToolChoice.Among among
                ? request.tools().stream()
                        .filter(tool -> among.names().contains(tool.name()))
                        .toList()
                : request.tools();
    }

    private void function(Tool.Function function) {
        out.object()
                .put("name", function.name())
                .put("description", function.description())
                .raw("input_schema", schema(function.schema()));
        if (rules.formats() && Boolean.TRUE.equals(function.strict())) {
            out.put("strict", true);
        }
        blocks.cacheMark(function.cache());
        out.endObject();
    }

    /** The API wants {@code type} to be said. */
    private static Slice schema(@Nullable Slice schema) {
        JsonValue.Obj object = schema == null ? null : JsonReader.object(schema);
        if (object == null || schema == null || object.isEmpty()) {
            return NO_ARGUMENTS;
        }
        String text = object.has("type") ? "" : schema.text();
        return text.isEmpty() ? schema : Slice.of("{\"type\":\"object\"," + text.substring(text.indexOf('{') + 1));
    }

    private void hosted(int index, Tool.Hosted hosted) {
        if (OWN_TOOL.matcher(hosted.name()).matches()) {
            out.rawItem(hosted.json());
        } else {
            mistakes.droppable(
                    "tools." + index + ".type", "Anthropic has no tool of the type '" + hosted.name() + "'.");
        }
    }

    private void choice(ToolChoice choice, boolean oneAtATime) {
        if (choice.isForced() && !rules.forcedTools()) {
            mistakes.droppable("tool_choice", "This model cannot be made to call a tool ('tool_choice').");
            choice(new ToolChoice.Auto(), oneAtATime);
            return;
        }
        if (choice instanceof ToolChoice.Auto && !oneAtATime) {
            return;
        }
        out.object("tool_choice");
        switch (choice) {
            case ToolChoice.Auto auto -> out.put("type", "auto");
            case ToolChoice.None none -> out.put("type", "none");
            case ToolChoice.Required required -> out.put("type", "any");
            case ToolChoice.Named named -> out.put("type", "tool").put("name", named.name());
            case ToolChoice.Among among -> out.put("type", among.required() ? "any" : "auto");
        }
        if (oneAtATime && !(choice instanceof ToolChoice.None)) {
            out.put("disable_parallel_tool_use", true);
        }
        out.endObject();
    }
}
