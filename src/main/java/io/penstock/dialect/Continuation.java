package io.penstock.dialect;

import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of a second stream into ones that go on where a first broke off, under the first one's {@code id}: no
 * second beginning, no second round of reasoning and, where the answer was started anew, none of the text its reader
 * has. Owned by one stream.
 */
public final class Continuation {
    /** What an event comes to. */
    public enum Step {
        /** Nothing of it is for the reader. */
        DROPPED,
        /** {@link #event()} is what the reader gets. */
        GOES_ON,
        /** It does not repeat what the reader has: this stream cannot be the rest of that answer. */
        DIVERGED
    }

    private final DeliveredText text;
    private final String delivered;
    private final byte @Nullable [] id;
    private final ChunkReading chunk = new ChunkReading();
    private int repeated;
    private Buffer event = Buffer.buffer(0);

    /**
     * @param text what its reader has; what goes on is added to it
     * @param anew whether the second stream begins at the beginning, not behind that text
     * @param id the first stream's id as JSON, where it had one
     */
    public Continuation(DeliveredText text, boolean anew, byte @Nullable [] id) {
        this.text = text;
        this.delivered = Objects.requireNonNull(text.text(), "nothing can follow what cannot be read");
        this.repeated = anew ? 0 : delivered.length();
        this.id = id;
    }

    /** The event last taken, as its reader gets it. */
    public Buffer event() {
        return event;
    }

    /** Takes a chunk: an event that is neither malformed nor an error nor {@code [DONE]}. */
    public Step take(byte[] bytes, EventScanner at) {
        if (at.dataLines() == 0) {
            return Step.DROPPED;
        }
        if (at.dataLines() == 1) {
            return take(bytes, at.dataStart(), at.dataEnd());
        }
        byte[] joined = at.joinedData(bytes);
        for (int i = 0; i < joined.length; i++) {
            // In JSON a line end is a space, and the event is written on one line.
            joined[i] = joined[i] == '\n' ? (byte) ' ' : joined[i];
        }
        return take(joined, 0, joined.length);
    }

    private Step take(byte[] bytes, int from, int to) {
        if (!chunk.read(bytes, from, to)) {
            return Step.DROPPED;
        }
        boolean closes = chunk.closed != 0;
        boolean repeating = repeated < delivered.length();
        if (chunk.contentFrom < 0) {
            boolean onlyReasons = chunk.textOnly && !closes && chunk.choices;
            if (onlyReasons) {
                return Step.DROPPED;
            }
            return repeating && chunk.choices ? Step.DIVERGED : write(bytes, from, to, null);
        }
        if (!repeating) {
            return write(bytes, from, to, null);
        }
        if (!chunk.textOnly) {
            return Step.DIVERGED;
        }
        return repeat(bytes, from, to, closes);
    }

    private Step repeat(byte[] bytes, int from, int to, boolean closes) {
        String here = DeliveredText.unescaped(bytes, chunk.contentFrom, chunk.contentTo);
        int same = Math.min(here.length(), delivered.length() - repeated);
        if (!here.regionMatches(0, delivered, repeated, same)) {
            return Step.DIVERGED;
        }
        repeated += same;
        boolean all = repeated == delivered.length();
        if (closes && !all) {
            return Step.DIVERGED;
        }
        return closes || same < here.length() ? write(bytes, from, to, here.substring(same)) : Step.DROPPED;
    }

    private Step write(byte[] bytes, int from, int to, @Nullable String rest) {
        event = Buffer.buffer(to - from + 16).appendString("data: ");
        int done = from;
        boolean idFirst = chunk.idFrom >= 0 && chunk.idFrom < chunk.contentFrom;
        done = idFirst || rest == null ? writeId(bytes, done) : done;
        if (rest == null && chunk.contentFrom >= 0) {
            text.append(bytes, chunk.contentFrom, chunk.contentTo);
        }
        if (rest != null) {
            byte[] quoted = JsonString.quoted(rest);
            text.append(quoted, 1, quoted.length - 1);
            event.appendBytes(bytes, done, chunk.contentFrom - 1 - done).appendBytes(quoted);
            done = chunk.contentTo + 1;
            done = idFirst ? done : writeId(bytes, done);
        }
        event.appendBytes(bytes, done, to - done).appendString("\n\n");
        return Step.GOES_ON;
    }

    private int writeId(byte[] bytes, int done) {
        if (id == null || chunk.idFrom < 0) {
            return done;
        }
        event.appendBytes(bytes, done, chunk.idFrom - done).appendBytes(id);
        return chunk.idTo;
    }
}
