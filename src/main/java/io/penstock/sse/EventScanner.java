package io.penstock.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Finds where server-sent events end, in bytes that arrive in any cut, as the HTML standard reads them (section 9.2.6):
 * lines end in LF, CRLF or CR; an empty line ends an event; a byte order mark may stand first; lines with a leading
 * colon are comments. It keeps indices, never bytes: the caller owns the array and says by {@link #shift(int)} when it
 * moves what it holds. Owned by one stream, on one event loop.
 */
public final class EventScanner {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private int position;
    private int lineStart;
    private int eventStart;
    private int eventEnd;
    private int dataLines;
    private int dataStart;
    private int dataEnd;
    private int nextDataLines;
    private int nextDataStart;
    private int nextDataEnd;
    private boolean begun;
    private boolean afterCarriageReturn;
    private boolean torn;

    /**
     * Goes on to the end of the next event.
     *
     * @param bytes what has arrived, the unfinished event included
     * @param limit where it ends
     * @param last whether nothing more will come: a CR at the very end is then a whole line end
     * @return whether a whole event was found; its indices hold until the next call
     */
    public boolean next(byte[] bytes, int limit, boolean last) {
        if (!begun && !begin(bytes, limit, last)) {
            return false;
        }
        while (true) {
            if (!afterCarriageReturn) {
                int found = Bytes.lineEnd(bytes, position, limit);
                if (found < 0) {
                    position = limit;
                    return false;
                }
                position = found + 1;
                afterCarriageReturn = bytes[found] == '\r';
            }
            int end = position - 1;
            if (afterCarriageReturn && !passLineFeed(bytes, limit, last)) {
                return false;
            }
            boolean blank = end == lineStart;
            if (!blank) {
                line(bytes, end);
            }
            lineStart = position;
            if (blank) {
                complete(position);
                return true;
            }
        }
    }

    /** A line feed belongs to the carriage return before it. Whether it is known if there is one. */
    private boolean passLineFeed(byte[] bytes, int limit, boolean last) {
        if (position == limit && !last) {
            return false;
        }
        if (position < limit && bytes[position] == '\n') {
            position++;
        }
        afterCarriageReturn = false;
        return true;
    }

    private boolean begin(byte[] bytes, int limit, boolean last) {
        int held = Math.min(limit, BYTE_ORDER_MARK.length);
        boolean marked = held > 0 && Bytes.startsWith(bytes, 0, held, Arrays.copyOf(BYTE_ORDER_MARK, held));
        if (marked && held < BYTE_ORDER_MARK.length && !last) {
            return false;
        }
        if (marked && held == BYTE_ORDER_MARK.length) {
            position = held;
            lineStart = held;
        }
        begun = limit > 0;
        return begun;
    }

    private void line(byte[] bytes, int end) {
        // A line that began in bytes already handed on cannot be read.
        if (lineStart < 0 || !Bytes.startsWith(bytes, lineStart, end, DATA)) {
            return;
        }
        int after = lineStart + DATA.length;
        if (after < end && bytes[after] != ':') {
            return;
        }
        int from = Math.min(after + 1, end);
        if (from < end && bytes[from] == ' ') {
            from++;
        }
        nextDataLines++;
        if (nextDataLines == 1) {
            nextDataStart = from;
        }
        nextDataEnd = end;
    }

    private void complete(int next) {
        eventStart = Math.max(0, eventEnd);
        eventEnd = next;
        dataLines = torn ? 0 : nextDataLines;
        dataStart = nextDataStart;
        dataEnd = nextDataEnd;
        nextDataLines = 0;
        torn = false;
    }

    /** The first byte of the event found last. */
    public int eventStart() {
        return eventStart;
    }

    /** One past the event's empty line; before the first event, and for bytes of no whole event yet, where they begin. */
    public int eventEnd() {
        return eventEnd;
    }

    /** How many {@code data} lines the event has. None: a comment or an event without data, to be passed on as it is. */
    public int dataLines() {
        return dataLines;
    }

    /** Where the value of the first {@code data} line begins. */
    public int dataStart() {
        return dataStart;
    }

    /** Where the value of the last {@code data} line ends. With one line, start to end is the value. */
    public int dataEnd() {
        return dataEnd;
    }

    /** The values of all {@code data} lines, joined with LF, in a new array. */
    public byte[] joinedData(byte[] bytes) {
        if (dataLines == 0) {
            return new byte[0];
        }
        String fromFirstValue = new String(bytes, dataStart, dataEnd - dataStart, StandardCharsets.ISO_8859_1);
        return ("data: " + fromFirstValue)
                .lines()
                .filter(line -> line.startsWith("data:") || line.equals("data"))
                .map(line -> line.length() > DATA.length ? line.substring(DATA.length + 1) : "")
                .map(value -> value.startsWith(" ") ? value.substring(1) : value)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The caller put {@code by} bytes into the value of the last {@code data} line of the event found last. */
    public void stretch(int by) {
        position += by;
        lineStart += by;
        eventEnd += by;
        dataEnd += by;
    }

    /**
     * The caller moved its bytes {@code by} places towards the start of the array. Bytes of an unfinished event that are
     * no longer held make that event one without data.
     */
    public void shift(int by) {
        torn |= by > Math.max(0, eventEnd);
        begun |= by > 0;
        position = Math.max(0, position - by);
        lineStart -= by;
        eventStart -= by;
        eventEnd -= by;
        dataStart -= by;
        dataEnd -= by;
        nextDataStart -= by;
        nextDataEnd -= by;
    }
}
