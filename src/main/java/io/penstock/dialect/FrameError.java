package io.penstock.dialect;

import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;

/** An error that a framing found, or that came as a frame of its own, as a server-sent event. */
public final class FrameError {
    /** The type of bytes that are no frames. */
    public static final String MALFORMED = "malformed_frame";

    private FrameError() {}

    /** {@code data: {"error":{"type":...,"message":...}}} and an empty line. */
    public static Buffer event(String type, String message) {
        return new JsonWriter()
                .text("data: ")
                .object()
                .object("error")
                .put("type", type)
                .put("message", message)
                .endObject()
                .endObject()
                .text("\n\n")
                .toBuffer();
    }
}
