package io.penstock.dialect.responses;

import io.penstock.chat.Part;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** The message that is being written; text and refusal are parts of it, one after the other. */
final class OpenMessage {
    private final EventLines lines;
    private final String id;
    private final int place;
    private final List<Part> whole = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private boolean partOpen;
    private boolean refusal;

    OpenMessage(EventLines lines, ResponseHead head, JsonWriter out) {
        this.lines = lines;
        this.place = lines.place();
        this.id = head.itemId("msg_", place);
        JsonWriter item = new JsonWriter().object();
        OutputItems.message(item, id, OutputItems.IN_PROGRESS, List.of());
        lines.item(out, "response.output_item.added", place, item.endObject().toSlice());
    }

    void add(String piece, boolean refuses, JsonWriter out) {
        if (partOpen && refusal != refuses) {
            closePart(out);
        }
        if (!partOpen) {
            partOpen = true;
            refusal = refuses;
            part("response.content_part.added", part(""), out);
        }
        text.append(piece);
        begin(refuses ? "response.refusal.delta" : "response.output_text.delta", out)
                .put("delta", piece);
        logprobs(out);
        lines.end(out);
    }

    void close(String status, JsonWriter out) {
        closePart(out);
        lines.done(out, place, item -> OutputItems.message(item, id, status, whole));
    }

    private void closePart(JsonWriter out) {
        if (!partOpen) {
            return;
        }
        partOpen = false;
        String all = text.toString();
        text.setLength(0);
        begin(refusal ? "response.refusal.done" : "response.output_text.done", out)
                .put(refusal ? "refusal" : "text", all);
        logprobs(out);
        lines.end(out);
        part("response.content_part.done", part(all), out);
        whole.add(part(all));
    }

    /** Clients that check an event's form want it, though there are none. */
    private void logprobs(JsonWriter out) {
        if (!refusal) {
            out.array("logprobs").endArray();
        }
    }

    private Part part(String content) {
        return refusal ? new Part.Refusal(content) : new Part.Text(content);
    }

    private void part(String type, Part part, JsonWriter out) {
        begin(type, out).object("part");
        OutputItems.part(out, part);
        out.endObject();
        lines.end(out);
    }

    private JsonWriter begin(String type, JsonWriter out) {
        return lines.begin(out, type)
                .put("item_id", id)
                .put("output_index", place)
                .put("content_index", whole.size());
    }
}
