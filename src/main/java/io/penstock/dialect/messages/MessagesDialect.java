package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.CallerDialect;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Framing;
import io.penstock.dialect.Reply;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Anthropic Messages ({@code POST /v1/messages}, version 2023-06-01), for callers and for providers. The wire is that of
 * Anthropic's API reference as of November 2026.
 */
public final class MessagesDialect implements CallerDialect, UpstreamDialect {
    private static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";

    @Override
    public ChatReading read(Slice body, RequestFacts facts) {
        return RequestReader.read(body, facts);
    }

    @Override
    public Buffer write(ChatAnswer answer, Reply reply) {
        return AnswerWriter.write(answer, reply);
    }

    @Override
    public EventWriter events(Reply reply) {
        return new StreamWriter(reply);
    }

    @Override
    public AnswerStream follow() {
        return new MessagesStream();
    }

    @Override
    public boolean isError(byte[] bytes, int from, int to) {
        return Answers.isError(bytes, from, to);
    }

    @Override
    public @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return Answers.usage(bytes, from, to);
    }

    @Override
    public Buffer error(ApiError error) {
        return Errors.body(error);
    }

    @Override
    public Buffer errorEvent(ApiError error) {
        return Errors.event(error);
    }

    @Override
    public Buffer heartbeat() {
        return Buffer.buffer(PING);
    }

    /** Empty: {@code message_stop} without the events before it would end nothing. */
    @Override
    public Buffer end() {
        return Buffer.buffer();
    }

    @Override
    public Written write(ChatRequest request, Writing writing) {
        return RequestWriter.write(request, writing);
    }

    @Override
    public AnswerReading read(Slice body) {
        return AnswerReader.read(body);
    }

    @Override
    public EventReader events() {
        return new StreamReader();
    }

    @Override
    public Framing framing() {
        return Framing.NONE;
    }

    /** The answer of {@code POST /v1/messages/count_tokens}. */
    public static Buffer countTokensBody(long inputTokens) {
        return Buffer.buffer("{\"input_tokens\":" + inputTokens + "}");
    }

    /**
     * About how many input tokens a call has, for models whose provider does not count. An estimate by length,
     * not a count: good enough to tell a caller when its context fills up, not for bills.
     */
    public static long estimatedTokens(ChatRequest request) {
        return CountEstimate.of(request);
    }
}
