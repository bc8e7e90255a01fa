package io.penstock.dialect.responses;

import io.penstock.chat.Slice;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes the events of one stream, numbers them from 0, and keeps the items that are whole. Owned by one stream. */
final class EventLines {
    private final List<Slice> items = new ArrayList<>();
    private long sequence;
    private int places;

    /** Takes the next place of the output. */
    int place() {
        return places++;
    }

    /** The whole items, in the order of their places. */
    List<Slice> items() {
        return items.stream().filter(item -> item.length() > 0).toList();
    }

    /** Begins an event; its members follow, then {@link #end}. */
    JsonWriter begin(JsonWriter out, String type) {
        out.text("event: ").text(type).text("\ndata: ");
        return out.object().put("type", type).put("sequence_number", sequence++);
    }

    void end(JsonWriter out) {
        out.endObject().text("\n\n");
    }

    /** An event about an item as such. */
    void item(JsonWriter out, String type, int place, Slice item) {
        begin(out, type).put("output_index", place).raw("item", item);
        end(out);
    }

    /** The event that closes an item, with the whole of it. */
    void done(JsonWriter out, int place, Consumer<JsonWriter> members) {
        JsonWriter json = new JsonWriter().object();
        members.accept(json);
        Slice item = json.endObject().toSlice();
        while (items.size() <= place) {
            items.add(new Slice(new byte[0], 0, 0));
        }
        items.set(place, item);
        item(out, "response.output_item.done", place, item);
    }
}
