package io.penstock.dialect.converse;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Frames as Amazon's own module writes them. */
final class Frames {
    private Frames() {}

    static byte[] event(String type, String payload) {
        return frame(payload, ":message-type", "event", ":event-type", type, ":content-type", "application/json");
    }

    static byte[] frame(String payload, String... headers) {
        Map<String, HeaderValue> values = new LinkedHashMap<>();
        for (int at = 0; at < headers.length; at += 2) {
            values.put(headers[at], HeaderValue.fromString(headers[at + 1]));
        }
        var encoded = new Message(values, payload.getBytes(StandardCharsets.UTF_8)).toByteBuffer();
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    /** @param lines an event's type, a space and its payload */
    static byte[] stream(List<String> lines) {
        Buffer stream = Buffer.buffer();
        for (String line : lines) {
            int space = line.indexOf(' ');
            stream.appendBytes(event(line.substring(0, space), line.substring(space + 1)));
        }
        return stream.getBytes();
    }
}
