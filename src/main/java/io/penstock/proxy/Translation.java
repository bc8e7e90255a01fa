package io.penstock.proxy;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Slice;
import io.penstock.dialect.CallerDialect;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Framing;
import io.penstock.dialect.Reply;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.json.JsonWriter;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one provider's stream into the stream that its caller would have had from a provider of its own
 * dialect. What reads that stream afterwards need not know that another dialect was spoken. Owned by one stream; holds
 * one unfinished event.
 */
final class Translation {
    private static final Buffer EMPTY_LINE = Buffer.buffer("\n\n");
    private static final int BYTES_MIN = 256;
    private static final int BYTES_MAX = 16 << 10;
    private static final int BYTES_MORE = 32;

    private final Framing framing;
    private final EventReader reader;
    private final EventWriter writer;
    private final EventBuffer events = new EventBuffer();
    private final Consumer<ChatEvent> sink = this::accept;
    private JsonWriter out = new JsonWriter(BYTES_MIN);
    private int begun;
    private int finished;
    private boolean ended;
    private int unreadable;
    private @Nullable Slice failure;

    Translation(UpstreamDialect from, CallerDialect to, Reply reply) {
        this.framing = from.framing();
        this.reader = from.events();
        this.writer = to.events(reply);
    }

    /** The caller's events that these bytes complete; may be empty. */
    Buffer feed(Buffer chunk) {
        events.add(framing.feed(chunk));
        return read(false);
    }

    /** The caller's events that follow from the end of the provider's stream; may be empty. */
    Buffer end() {
        events.add(framing.end());
        if (events.unfinished() > 0) {
            // An event without its empty line still counts at the end of a stream.
            events.add(EMPTY_LINE);
        }
        readEvents(true);
        if (!ended && failure == null) {
            reader.end(sink);
        }
        if (!ended && failure == null && finished > 0 && finished >= begun) {
            // Everything was said; only the formal end is missing.
            accept(new ChatEvent.Ended());
        }
        return taken();
    }

    private Buffer read(boolean last) {
        readEvents(last);
        return taken();
    }

    private void readEvents(boolean last) {
        EventScanner scanner = events.scanner;
        while (failure == null && !ended && events.next(last)) {
            boolean readable = true;
            if (scanner.dataLines() == 1) {
                readable = reader.read(events.bytes(), scanner.dataStart(), scanner.dataEnd(), sink);
            } else if (scanner.dataLines() > 1) {
                byte[] joined = scanner.joinedData(events.bytes());
                readable = reader.read(joined, 0, joined.length, sink);
            }
            unreadable += readable ? 0 : 1;
        }
        events.drop();
    }

    private void accept(ChatEvent event) {
        switch (event) {
            // Its array holds other bytes soon.
            case ChatEvent.Failed failed -> failure = Slice.of(failed.json().text());
            case ChatEvent.Ended end -> ended = true;
            case ChatEvent.Finished end -> {
                finished++;
                begun = Math.max(begun, end.choice() + 1);
            }
            case ChatEvent.TextAdded text -> begun = Math.max(begun, text.choice() + 1);
            case ChatEvent.ToolBegun tool -> begun = Math.max(begun, tool.choice() + 1);
            default -> {}
        }
        writer.write(event, out);
    }

    /** What comes next is about as long as what came last: in most cases one event that says one word. */
    private Buffer taken() {
        Buffer taken = out.toBuffer();
        if (taken.length() > 0) {
            out = new JsonWriter(Math.clamp(taken.length() + BYTES_MORE, BYTES_MIN, BYTES_MAX));
        }
        return taken;
    }

    /** The failure the provider reported, as JSON; {@code null} where it reported none. */
    @Nullable
    Slice failure() {
        return failure;
    }

    /** How many bytes of an event that is not whole are held. */
    int unfinished() {
        return events.unfinished();
    }

    /** How many events could not be read since the last time this was asked. */
    int takeUnreadable() {
        int count = unreadable;
        unreadable = 0;
        return count;
    }
}
