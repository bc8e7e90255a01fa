package io.penstock.dialect.ollama;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.Framing;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;

/** Ollama's own {@code /api/chat}, whose streams are lines of JSON. */
public final class OllamaDialect implements UpstreamDialect {

    /** Without state. */
    public OllamaDialect() {}

    @Override
    public Written write(ChatRequest request, Writing writing) {
        return new OllamaRequest(request, writing).written();
    }

    @Override
    public AnswerReading read(Slice body) {
        return OllamaAnswer.read(body);
    }

    @Override
    public EventReader events() {
        return new OllamaEvents();
    }

    @Override
    public Framing framing() {
        return new LineFraming();
    }
}
