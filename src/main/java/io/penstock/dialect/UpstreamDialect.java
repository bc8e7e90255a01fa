package io.penstock.dialect;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;

/** A dialect as providers speak it: writes what they are asked and reads what they answer. One object for all calls, stateless. */
public interface UpstreamDialect {
    /**
     * The body that asks for this call.
     *
     * @return the body, or a 400 that names the field (as the caller's dialect was read, see {@code Leftover}) which
     *     this dialect cannot express
     */
    Written write(ChatRequest request, Writing writing);

    /** A whole answer with status 200. */
    AnswerReading read(Slice body);

    /** Reads one answer's stream. */
    EventReader events();

    /** Turns one answer's bytes into server-sent events, where the dialect has another framing. */
    Framing framing();
}
