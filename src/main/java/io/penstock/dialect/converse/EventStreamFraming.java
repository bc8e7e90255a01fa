package io.penstock.dialect.converse;

import io.penstock.chat.Slice;
import io.penstock.dialect.FrameError;
import io.penstock.dialect.Framing;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Amazon's binary framing ({@code application/vnd.amazon.eventstream}), each event as
 * {@code data: {"<its type>":<its payload>}}. Frames are read, and their checksums compared, by the SDK's {@link Message};
 * its {@code MessageDecoder} is not used because it takes 2 MiB per stream. What is no frame ends the stream with an error
 * event; nothing is read behind it.
 */
final class EventStreamFraming implements Framing {
    /** A whole frame, as events are bounded elsewhere; the format itself would allow 24 MB. */
    static final int FRAME_BYTES_MAX = 1 << 20;

    private static final int LENGTHS_BYTES = 8;
    private static final int PRELUDE_BYTES = 12;
    private static final int FRAME_BYTES_MIN = 16;

    private byte[] held = new byte[0];
    private int heldBytes;
    private boolean broken;

    @Override
    public Buffer feed(Buffer chunk) {
        Buffer events = Buffer.buffer();
        if (broken) {
            return events;
        }
        hold(chunk);
        int at = 0;
        while (!broken && heldBytes - at >= PRELUDE_BYTES) {
            ByteBuffer frame = ByteBuffer.wrap(held, at, heldBytes - at);
            int length = frame.getInt(at);
            String wrong = wrong(at, length);
            if (wrong == null && heldBytes - at < length) {
                break;
            }
            events.appendBuffer(wrong == null ? event(frame) : malformed(wrong));
            at += length;
        }
        release(at);
        return events;
    }

    private void hold(Buffer chunk) {
        int needed = heldBytes + chunk.length();
        if (held.length < needed) {
            held = Arrays.copyOf(held, Math.max(needed, Math.min(2 * held.length, FRAME_BYTES_MAX)));
        }
        chunk.getBytes(held, heldBytes);
        heldBytes = needed;
    }

    private void release(int read) {
        if (broken || read == heldBytes) {
            held = new byte[0];
            heldBytes = 0;
        } else if (read > 0) {
            System.arraycopy(held, read, held, 0, heldBytes - read);
            heldBytes -= read;
        }
    }

    /** What is wrong with the frame's first bytes, before the others are waited for; {@code null} for nothing. */
    private @Nullable String wrong(int at, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(held, at, LENGTHS_BYTES);
        if ((int) checksum.getValue() != ByteBuffer.wrap(held).getInt(at + LENGTHS_BYTES)) {
            return "The stream holds bytes that begin no frame.";
        }
        return length < FRAME_BYTES_MIN || length > FRAME_BYTES_MAX
                ? "A frame says it has " + length + " bytes."
                : null;
    }

    private Buffer malformed(String message) {
        broken = true;
        return FrameError.event(FrameError.MALFORMED, message);
    }

    private Buffer event(ByteBuffer frame) {
        Message message;
        try {
            message = Message.decode(frame);
        } catch (RuntimeException e) {
            return malformed("A frame's checksum or headers are wrong.");
        }
        Map<String, HeaderValue> headers = message.getHeaders();
        String type = text(headers, ":message-type");
        byte[] payload = message.getPayload();
        return switch (type) {
            case "exception" -> FrameError.event(text(headers, ":exception-type"), sentence(payload));
            case "error" -> FrameError.event(text(headers, ":error-code"), text(headers, ":error-message"));
            default -> data(text(headers, ":event-type"), payload);
        };
    }

    private static Buffer data(String type, byte[] payload) {
        JsonWriter json = new JsonWriter(payload.length + type.length() + 16);
        json.text("data: ").object().raw(type, payload.length == 0 ? Slice.of("{}") : onOneLine(payload));
        return json.endObject().text("\n\n").toBuffer();
    }

    /** Line ends are white space in JSON, but the end of a line of an event. */
    private static Slice onOneLine(byte[] payload) {
        for (int at = 0; at < payload.length; at++) {
            if (payload[at] == '\n' || payload[at] == '\r') {
                payload[at] = ' ';
            }
        }
        return new Slice(payload, 0, payload.length);
    }

    private static String sentence(byte[] payload) {
        JsonValue.Obj json = JsonReader.object(payload, 0, payload.length);
        if (json == null) {
            return "";
        }
        String said = json.text("message") == null ? json.text("Message") : json.text("message");
        return said == null ? json.textOrEmpty("originalMessage") : said;
    }

    /** Empty where there is no such header, or it is no text. */
    private static String text(Map<String, HeaderValue> headers, String name) {
        HeaderValue value = headers.get(name);
        try {
            return value == null ? "" : value.getString();
        } catch (IllegalStateException e) {
            return "";
        }
    }
}
