package io.penstock.dialect;

import io.vertx.core.buffer.Buffer;

/** Turns one answer's bytes into server-sent events. Owned by one stream; holds unfinished frames, which are bounded. */
public interface Framing {
    /** Where the bytes are server-sent events already. */
    Framing NONE = chunk -> chunk;

    /** The events that are whole by now, as {@code data: {...}} and an empty line each; empty where there is none yet. */
    Buffer feed(Buffer chunk);

    /** The events that what is held makes up, now that no more bytes will come; may be empty. */
    default Buffer end() {
        return Buffer.buffer();
    }
}
