package io.penstock.dialect;

import io.vertx.core.buffer.Buffer;

/** What came of writing a call. */
public sealed interface Written {
    /** The body. */
    record Body(Buffer bytes) implements Written {}

    /** This dialect cannot express what is asked; {@code param} names the field. */
    record Refused(ApiError error) implements Written {}
}
