package io.penstock.dialect.gemini;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Turns a stream of server-sent events into one JSON array, for callers of {@code streamGenerateContent} without
 * {@code alt=sse}: {@code [} before the first chunk, {@code ,} between two, {@code ]} behind the last. What stands in an
 * event's data is an item, byte for byte; comments and other fields are left out. Bytes may be cut anywhere, also inside an
 * event, and none are held back. Between two items white space keeps the stream alive. Owned by one stream.
 */
public final class JsonArrayEvents {
    private static final byte[] FIELD = "data:".getBytes(StandardCharsets.US_ASCII);

    /** Beyond {@link #FIELD}: in the data itself. */
    private static final int DATA = FIELD.length;

    /** In a line that is no data. */
    private static final int SKIPPED = -1;

    /** How much of {@link #FIELD} the line has so far, or one of the two above. */
    private int line;

    private boolean lineEmpty = true;
    private boolean afterCarriageReturn;
    private boolean begun;
    private boolean inItem;

    /** What these bytes add to the array; may be empty. */
    public Buffer add(Buffer sse) {
        Buffer out = Buffer.buffer(sse.length());
        for (int at = 0; at < sse.length(); at++) {
            byte next = sse.getByte(at);
            if (next == '\n' || next == '\r') {
                if (next == '\r' || !afterCarriageReturn) {
                    endLine();
                }
            } else if (line == DATA) {
                data(next, out);
            } else {
                name(next, out);
            }
            afterCarriageReturn = next == '\r';
        }
        return out;
    }

    private void endLine() {
        if (lineEmpty) {
            inItem = false;
        }
        line = 0;
        lineEmpty = true;
    }

    private void name(byte next, Buffer out) {
        boolean orderMark = !begun && lineEmpty && (next == (byte) 0xEF || next == (byte) 0xBB || next == (byte) 0xBF);
        if (orderMark) {
            return;
        }
        lineEmpty = false;
        line = line != SKIPPED && FIELD[line] == next ? line + 1 : SKIPPED;
        if (line == DATA && inItem) {
            // Lines of one event's data are joined so, and between two tokens of JSON it means nothing.
            out.appendByte((byte) '\n');
        }
    }

    private void data(byte next, Buffer out) {
        if (!inItem) {
            if (next == ' ' || next == '\t') {
                return;
            }
            out.appendString(begun ? ",\r\n" : "[");
            begun = true;
            inItem = true;
        }
        out.appendByte(next);
    }

    /** What ends an array that is whole. */
    public Buffer end() {
        return Buffer.buffer(begun ? "]" : "[]");
    }

    /** What ends an array that broke between two items: the error as its last one. Nothing may follow. */
    public Buffer broken(Buffer errorBody) {
        return Buffer.buffer(begun ? ",\r\n" : "[").appendBuffer(errorBody).appendString("]");
    }
}
