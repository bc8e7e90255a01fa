package io.penstock.dialect.gemini;

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
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Google's {@code generateContent} and {@code streamGenerateContent?alt=sse}, as AI Studio and Vertex speak it. A stream has
 * no closing event.
 */
public final class GeminiDialect implements CallerDialect, UpstreamDialect {

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
        return new GeminiStream();
    }

    @Override
    public boolean isError(byte[] bytes, int from, int to) {
        return GeminiErrors.isError(bytes, from, to);
    }

    @Override
    public @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return UsageMetadata.last(bytes, from, to);
    }

    @Override
    public Buffer error(ApiError error) {
        return GeminiErrors.body(error, new JsonWriter()).toBuffer();
    }

    @Override
    public Buffer errorEvent(ApiError error) {
        return GeminiErrors.body(error, new JsonWriter().text("data: "))
                .text("\n\n")
                .toBuffer();
    }

    @Override
    public Buffer heartbeat() {
        return Buffer.buffer(": keepalive\n\n");
    }

    @Override
    public Buffer end() {
        return Buffer.buffer();
    }

    /** The call of which {@code countTokens} is asked: that in {@code generateContentRequest}, or the body itself. */
    public static Slice counted(Slice body) {
        JsonValue.Obj object = JsonReader.object(body);
        JsonValue.Obj inside = object == null ? null : object.object("generateContentRequest");
        return inside == null ? body : inside.raw();
    }

    /** The answer of {@code countTokens}. */
    public static Buffer countTokensBody(long tokens) {
        return Buffer.buffer("{\"totalTokens\":" + tokens + "}");
    }
}
