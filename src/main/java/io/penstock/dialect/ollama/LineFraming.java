package io.penstock.dialect.ollama;

import io.penstock.dialect.FrameError;
import io.penstock.dialect.Framing;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/** Lines of JSON, each as an event. A line that has no end in sight ends the stream with an error event. */
final class LineFraming implements Framing {
    /** As events are bounded elsewhere. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private byte[] held = new byte[0];
    private int heldBytes;
    private boolean broken;

    @Override
    public Buffer feed(Buffer chunk) {
        Buffer events = Buffer.buffer();
        if (broken) {
            return events;
        }
        byte[] bytes = chunk.getBytes();
        int from = 0;
        for (int at = 0; at < bytes.length && !broken; at++) {
            if (bytes[at] == '\n') {
                hold(bytes, from, at, events);
                from = at + 1;
                line(events);
            }
        }
        hold(bytes, from, bytes.length, events);
        return events;
    }

    /** The last line need not have an end of its own. */
    @Override
    public Buffer end() {
        Buffer events = Buffer.buffer();
        line(events);
        return events;
    }

    private void hold(byte[] bytes, int from, int to, Buffer events) {
        int more = to - from;
        if (broken || more == 0) {
            return;
        }
        if (heldBytes + more > LINE_BYTES_MAX) {
            broken = true;
            heldBytes = 0;
            held = new byte[0];
            events.appendBuffer(
                    FrameError.event(FrameError.MALFORMED, "A line is longer than " + LINE_BYTES_MAX + " bytes."));
            return;
        }
        if (held.length < heldBytes + more) {
            held = Arrays.copyOf(held, Math.max(heldBytes + more, Math.min(2 * held.length, LINE_BYTES_MAX)));
        }
        System.arraycopy(bytes, from, held, heldBytes, more);
        heldBytes += more;
    }

    /** A carriage return is white space in JSON, but the end of a line of an event. */
    private void line(Buffer events) {
        boolean blank = true;
        for (int at = 0; at < heldBytes; at++) {
            if (held[at] == '\r') {
                held[at] = ' ';
            }
            blank &= held[at] == ' ' || held[at] == '\t';
        }
        if (!blank) {
            events.appendString("data: ").appendBytes(held, 0, heldBytes).appendString("\n\n");
        }
        heldBytes = 0;
    }
}
