package io.penstock.dialect.responses;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Part;
import io.penstock.dialect.FreeformTools;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonWriter;

/**
 * A call that is being written. The input of a freeform tool that comes as a function's arguments is held back until it
 * is whole, since only then it can be taken out of them.
 */
final class OpenCall {
    private final EventLines lines;
    private final String id;
    private final int place;
    private final ChatEvent.ToolBegun begun;
    private final boolean custom;
    private final StringBuilder text = new StringBuilder();
    private boolean closed;

    /** @param custom whether the caller knows its tool as a freeform one */
    OpenCall(ChatEvent.ToolBegun begun, boolean custom, EventLines lines, ResponseHead head, JsonWriter out) {
        this.begun = begun;
        this.custom = custom;
        this.lines = lines;
        this.place = lines.place();
        this.id = head.itemId(custom ? "ctc_" : "fc_", place);
        JsonWriter item = new JsonWriter().object();
        OutputItems.call(item, id, OutputItems.IN_PROGRESS, call(""));
        lines.item(out, "response.output_item.added", place, item.endObject().toSlice());
    }

    void add(String piece, JsonWriter out) {
        if (closed) {
            return;
        }
        text.append(piece);
        if (!custom || begun.freeform()) {
            delta(piece, out);
        }
    }

    /** Whether nothing but space can follow: the arguments are one whole object. */
    boolean isWhole() {
        return !closed && !begun.freeform() && !text.isEmpty() && JsonReader.object(text.toString()) != null;
    }

    /** Whether its text comes as text. */
    boolean isText() {
        return begun.freeform();
    }

    void close(String status, JsonWriter out) {
        if (closed) {
            return;
        }
        closed = true;
        String all = text.toString();
        if (custom && !begun.freeform()) {
            all = FreeformTools.unwrap(all);
            if (!all.isEmpty()) {
                delta(all, out);
            }
        } else if (!custom && all.isBlank()) {
            all = "{}";
            delta(all, out);
        }
        Part.ToolUse call = call(all);
        begin(custom ? "response.custom_tool_call_input.done" : "response.function_call_arguments.done", out)
                .put(custom ? "input" : "arguments", all);
        if (!custom) {
            out.put("name", NamespacedName.of(begun.name()).name());
        }
        lines.end(out);
        lines.done(out, place, item -> OutputItems.call(item, id, status, call));
    }

    private void delta(String piece, JsonWriter out) {
        begin(custom ? "response.custom_tool_call_input.delta" : "response.function_call_arguments.delta", out)
                .put("delta", piece);
        lines.end(out);
    }

    private Part.ToolUse call(String input) {
        return new Part.ToolUse(begun.id(), begun.name(), input, custom, null);
    }

    private JsonWriter begin(String type, JsonWriter out) {
        return lines.begin(out, type).put("item_id", id).put("output_index", place);
    }
}
