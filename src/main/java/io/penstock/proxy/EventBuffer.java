package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.sse.EventScanner;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;

/**
 * Bytes of a stream that are not handed on yet, and the scanner that finds the events in them. Owned by one event loop;
 * bounded by its user, who hands on or gives up.
 */
final class EventBuffer {
    private static final int BYTES_MIN = 4 << 10;
    private static final byte[] EMPTY = new byte[0];

    final EventScanner scanner = new EventScanner();
    private byte[] held = EMPTY;
    private int length;

    /** The array the scanner's indices point into, until bytes are added or taken. */
    byte[] bytes() {
        return held;
    }

    void add(Buffer chunk) {
        int added = chunk.length();
        if (added == 0) {
            return;
        }
        ByteBuf bytes = ((BufferInternal) chunk).getByteBuf();
        if (length == 0 && bytes.hasArray() && bytes.arrayOffset() + bytes.readerIndex() == 0) {
            // The buffer is nobody else's: its own array is as good as a copy of it.
            held = bytes.array();
        } else {
            if (held.length - length < added) {
                held = Arrays.copyOf(held, Math.max(BYTES_MIN, 2 * (length + added)));
            }
            chunk.getBytes(0, added, held, length);
        }
        length += added;
    }

    /** Goes on to the next whole event. {@code last}: no more bytes will come. */
    boolean next(boolean last) {
        return scanner.next(held, length, last);
    }

    /** Takes the event just found out of the bytes. */
    void cut() {
        int size = scanner.eventEnd() - scanner.eventStart();
        System.arraycopy(held, scanner.eventEnd(), held, scanner.eventStart(), length - scanner.eventEnd());
        length -= size;
        scanner.shift(size);
    }

    /** Puts bytes into the event just found, before the one at this index. */
    void insert(int at, Buffer more) {
        int size = more.length();
        if (held.length - length < size) {
            held = Arrays.copyOf(held, length + size);
        }
        System.arraycopy(held, at, held, at + size, length - at);
        more.getBytes(held, at);
        length += size;
        scanner.stretch(size);
    }

    /** How many of the bytes are whole events. */
    int whole() {
        return Math.max(0, scanner.eventEnd());
    }

    /** How many belong to an event that is not whole. */
    int unfinished() {
        return length - whole();
    }

    int length() {
        return length;
    }

    /** Hands over the first {@code size} bytes, one or more. */
    Buffer take(int size) {
        Buffer taken = BufferInternal.buffer(Unpooled.wrappedBuffer(held, 0, size));
        int rest = length - size;
        held = rest == 0 ? EMPTY : Arrays.copyOfRange(held, size, length);
        length = rest;
        scanner.shift(size);
        return taken;
    }

    /** Lets go of the whole events, which have been read and are for nobody. */
    void drop() {
        int size = whole();
        System.arraycopy(held, size, held, 0, length - size);
        length -= size;
        scanner.shift(size);
    }
}
