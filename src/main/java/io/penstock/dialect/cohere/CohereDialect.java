package io.penstock.dialect.cohere;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.Framing;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;

/** Cohere's {@code /v2/chat}. */
public final class CohereDialect implements UpstreamDialect {

    /** Without state. */
    public CohereDialect() {}

    @Override
    public Written write(ChatRequest request, Writing writing) {
        return new CohereRequest(request, writing).written();
    }

    @Override
    public AnswerReading read(Slice body) {
        return CohereAnswer.read(body);
    }

    @Override
    public EventReader events() {
        return new CohereEvents();
    }

    @Override
    public Framing framing() {
        return Framing.NONE;
    }
}
