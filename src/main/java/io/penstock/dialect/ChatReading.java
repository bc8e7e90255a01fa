package io.penstock.dialect;

import io.penstock.chat.ChatRequest;

/** What came of reading a call. */
public sealed interface ChatReading {
    /** The call. */
    record Read(ChatRequest request) implements ChatReading {}

    /** The caller's mistake; {@code param} names the field. */
    record Refused(ApiError error) implements ChatReading {}
}
