package io.penstock.dialect.chat;

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
import io.penstock.dialect.OpenAiAnswers;
import io.penstock.dialect.OpenAiStream;
import io.penstock.dialect.Reply;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI Chat Completions in both directions. Towards callers, thoughts are {@code reasoning_content}, and with their
 * seals {@code reasoning_details} (OpenRouter's shape); Google's seal on a call is its
 * {@code extra_content.google.thought_signature}. A caller that sends them back loses nothing. Stateless.
 */
public final class ChatDialect implements CallerDialect, UpstreamDialect {
    private static final String HEARTBEAT = ": keepalive\n\n";
    private static final String END = "data: [DONE]\n\n";

    @Override
    public ChatReading read(Slice body, RequestFacts facts) {
        return RequestReader.read(body, facts);
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
    public Buffer write(ChatAnswer answer, Reply reply) {
        return AnswerWriter.write(answer, reply);
    }

    @Override
    public EventReader events() {
        return new ChunkReader();
    }

    @Override
    public EventWriter events(Reply reply) {
        return new ChunkWriter(reply);
    }

    @Override
    public Framing framing() {
        return Framing.NONE;
    }

    @Override
    public AnswerStream follow() {
        return new OpenAiStream();
    }

    @Override
    public boolean isError(byte[] bytes, int from, int to) {
        return OpenAiAnswers.isError(bytes, from, to);
    }

    @Override
    public @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return OpenAiAnswers.usage(bytes, from, to);
    }

    @Override
    public Buffer error(ApiError error) {
        return error.toBody();
    }

    @Override
    public Buffer errorEvent(ApiError error) {
        return error.toEvent();
    }

    @Override
    public Buffer heartbeat() {
        return Buffer.buffer(HEARTBEAT);
    }

    @Override
    public Buffer end() {
        return Buffer.buffer(END);
    }
}
