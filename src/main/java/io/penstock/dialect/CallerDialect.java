package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Slice;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** A dialect as callers speak it: reads what they ask and writes what they get. One object for all calls, stateless. */
public interface CallerDialect {
    /**
     * The call that a body asks for.
     *
     * @param body the whole JSON body
     * @param facts what routing has read of it already; {@code model} and {@code stream} are taken from here, since not
     *     every dialect has them in its body
     * @return the call, or the mistake with the field it is in
     */
    ChatReading read(Slice body, RequestFacts facts);

    /** A whole answer. */
    Buffer write(ChatAnswer answer, Reply reply);

    /** Writes one answer as a stream. */
    EventWriter events(Reply reply);

    /** Follows a stream that is handed on in this dialect, whoever made it. */
    AnswerStream follow();

    /** Whether a whole answer with status 200 is an error. The JSON stands in {@code [from, to)}. */
    boolean isError(byte[] bytes, int from, int to);

    /** The usage that a whole answer, or a piece cut from its end, reports; {@code null} where there is none. */
    @Nullable
    TokenUsage usage(byte[] bytes, int from, int to);

    /** The body of a refusal. */
    Buffer error(ApiError error);

    /** What tells a stream's reader that it broke. Begins an event of its own. */
    Buffer errorEvent(ApiError error);

    /** What keeps a silent stream alive, between two events. */
    Buffer heartbeat();

    /** The end of a whole stream where its provider left it out; empty where the dialect has none. */
    Buffer end();
}
