package io.penstock.dialect.responses;

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
import io.penstock.dialect.OpenAiUsage;
import io.penstock.dialect.Reply;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** OpenAI Responses, {@code POST /v1/responses}, without state: nothing is kept, so nothing can be referred to. */
public final class ResponsesDialect implements CallerDialect, UpstreamDialect {
    /** The id that the stream began with is not known where it is broken off. */
    private static final String FAILED_ID = "resp_failed";

    public ResponsesDialect() {}

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
        return new ResponsesStream();
    }

    @Override
    public boolean isError(byte[] bytes, int from, int to) {
        return AnswerReader.isError(bytes, from, to);
    }

    @Override
    public @Nullable TokenUsage usage(byte[] bytes, int from, int to) {
        return OpenAiUsage.in(bytes, from, to);
    }

    @Override
    public Buffer error(ApiError error) {
        return error.toBody();
    }

    /**
     * The failure twice: Codex reads the code of {@code response.failed} and nothing else, SDKs
     * throw at {@code error} and read no further.
     */
    @Override
    public Buffer errorEvent(ApiError error) {
        JsonWriter out = new JsonWriter().text("event: response.failed\ndata: ").object();
        out.put("type", "response.failed")
                .object("response")
                .put("id", FAILED_ID)
                .put("object", "response");
        out.put("status", "failed").object("error").put("code", error.code());
        out.put("message", error.message())
                .endObject()
                .array("output")
                .endArray()
                .endObject();
        out.put("sequence_number", 0).endObject();
        out.text("\n\nevent: error\ndata: ").object().put("type", "error");
        out.put("code", error.code()).put("message", error.message());
        if (error.param() == null) {
            out.putNull("param");
        }
        out.put("param", error.param()).put("sequence_number", 0);
        return out.endObject().text("\n\n").toBuffer();
    }

    @Override
    public Buffer heartbeat() {
        return Buffer.buffer(": keep-alive\n\n");
    }

    /** The event that closes a response is its last one, and cannot be made up here. */
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
}
