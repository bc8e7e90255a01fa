package io.penstock.proxy;

import io.penstock.config.Settings;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.OpenAiStream;
import io.penstock.dialect.RequestFacts;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link Receipt} into the event of a Chat stream that tells the usage of the whole answer, where its caller asked
 * for that event. Owned by one stream.
 */
final class StreamReceipt {
    private final UpstreamCall call;
    private final OpenAiStream stream;

    private StreamReceipt(UpstreamCall call, OpenAiStream stream) {
        this.call = call;
        this.stream = stream;
    }

    /** For the stream that {@code stream} follows; {@code null} where its caller gets no receipt. */
    static @Nullable StreamReceipt of(UpstreamCall call, AnswerStream stream, Settings settings) {
        RequestFacts facts = call.exchange.facts;
        boolean wanted =
                settings.metadata() && Route.CHAT.equals(call.exchange.route) && facts != null && facts.usageWanted();
        return wanted && stream instanceof OpenAiStream chat ? new StreamReceipt(call, chat) : null;
    }

    private boolean isDue() {
        return stream.toldUsage() && stream.finished();
    }

    /** Adds it to the event read last, if that is the one. */
    void addTo(EventBuffer events) {
        if (isDue()) {
            byte[] bytes = events.bytes();
            int brace = events.scanner.dataEnd() - 1;
            while (bytes[brace] != '}') {
                brace--;
            }
            events.insert(brace, Receipt.of(call, stream.used()).member());
        }
    }

    /** That event as its caller gets it, with the receipt if it is the one. */
    Buffer addedTo(Buffer event) {
        if (!isDue()) {
            return event;
        }
        int brace = event.length() - 1;
        while (event.getByte(brace) != '}') {
            brace--;
        }
        return event.getBuffer(0, brace)
                .appendBuffer(Receipt.of(call, stream.used()).member())
                .appendBuffer(event, brace, event.length() - brace);
    }
}
