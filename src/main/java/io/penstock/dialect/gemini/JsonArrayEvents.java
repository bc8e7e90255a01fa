package io.penstock.dialect.gemini;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Slice;
import io.penstock.dialect.EventWriter;
import io.penstock.json.JsonWriter;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes a stream as one JSON array, for callers of {@code streamGenerateContent} without {@code alt=sse}: {@code [} before
 * the first chunk, {@code ,} between two, {@code ]} behind the last. Between two chunks white space keeps the stream alive.
 * Owned by one stream.
 */
public final class JsonArrayEvents implements EventWriter {
    private final EventWriter chunks;
    private boolean begun;

    /** @param chunks writes the chunks as server-sent events, with one line of data each */
    public JsonArrayEvents(EventWriter chunks) {
        this.chunks = chunks;
    }

    @Override
    public void write(ChatEvent event, JsonWriter out) {
        JsonWriter sse = new JsonWriter();
        chunks.write(event, sse);
        add(sse.toSlice(), out);
        if (event instanceof ChatEvent.Ended) {
            out.text(begun ? "]" : "[]");
        }
    }

    /**
     * Appends whole server-sent events, such as a provider sends them, as items. Comments are left out.
     *
     * @param sse whole events
     */
    public void add(Slice sse, JsonWriter out) {
        byte[] bytes = sse.from() == 0 ? sse.array() : sse.text().getBytes(StandardCharsets.UTF_8);
        int limit = sse.length();
        EventScanner scanner = new EventScanner();
        while (scanner.next(bytes, limit, true)) {
            if (scanner.dataLines() > 0) {
                byte[] data = scanner.joinedData(bytes);
                out.text(begun ? ",\r\n" : "[").rawItem(new Slice(data, 0, data.length));
                begun = true;
            }
        }
    }

    /** What ends an array that broke: the error as its last item. Nothing may follow. */
    public Buffer broken(Buffer errorBody) {
        return Buffer.buffer(begun ? ",\r\n" : "[").appendBuffer(errorBody).appendString("]");
    }
}
