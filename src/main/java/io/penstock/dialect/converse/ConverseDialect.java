package io.penstock.dialect.converse;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.Framing;
import io.penstock.dialect.UpstreamDialect;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;

/**
 * Amazon Bedrock's {@code Converse} and {@code ConverseStream}. The model and whether the answer comes as a stream stand in
 * the URL, not in the body; what a model takes besides the common fields depends on its family, which is read off its id.
 */
public final class ConverseDialect implements UpstreamDialect {

    /** Without state. */
    public ConverseDialect() {}

    @Override
    public Written write(ChatRequest request, Writing writing) {
        return new ConverseRequest(request, writing).written();
    }

    @Override
    public AnswerReading read(Slice body) {
        return ConverseAnswer.read(body);
    }

    @Override
    public EventReader events() {
        return new ConverseEvents();
    }

    @Override
    public Framing framing() {
        return new EventStreamFraming();
    }
}
