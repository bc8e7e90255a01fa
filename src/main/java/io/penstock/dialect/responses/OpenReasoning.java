package io.penstock.dialect.responses;

import io.penstock.chat.Signature;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The thoughts that are being written, as a summary of one part. */
final class OpenReasoning {
    private final EventLines lines;
    private final String id;
    private final int place;
    private final StringBuilder text = new StringBuilder();

    OpenReasoning(EventLines lines, ResponseHead head, JsonWriter out) {
        this.lines = lines;
        this.place = lines.place();
        this.id = head.itemId("rs_", place);
        JsonWriter item = new JsonWriter().object();
        OutputItems.reasoning(item, id, "", null);
        lines.item(out, "response.output_item.added", place, item.endObject().toSlice());
    }

    void add(String piece, JsonWriter out) {
        if (text.isEmpty()) {
            part("response.reasoning_summary_part.added", "", out);
        }
        text.append(piece);
        begin("response.reasoning_summary_text.delta", out).put("delta", piece);
        lines.end(out);
    }

    void close(@Nullable Signature signature, JsonWriter out) {
        String all = text.toString();
        if (!all.isEmpty()) {
            begin("response.reasoning_summary_text.done", out).put("text", all);
            lines.end(out);
            part("response.reasoning_summary_part.done", all, out);
        }
        lines.done(out, place, item -> OutputItems.reasoning(item, id, all, signature));
    }

    private void part(String type, String content, JsonWriter out) {
        begin(type, out).object("part");
        OutputItems.summary(out, content);
        out.endObject();
        lines.end(out);
    }

    private JsonWriter begin(String type, JsonWriter out) {
        return lines.begin(out, type)
                .put("item_id", id)
                .put("output_index", place)
                .put("summary_index", 0);
    }
}
