package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.dialect.DeliveredText;
import io.penstock.dialect.RequestFacts;
import io.penstock.provider.UpstreamError;
import io.penstock.sse.EventScanner;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads one answer stream and hands it on byte for byte, but for events no client could read and the usage chunk nobody
 * asked for. What one upstream read brings is gathered and written once. Nothing is written before the first token, so
 * a failure until then is silent, or an HTTP status; one that comes later is for the attempts to mend.
 *
 * <p>Holds the bytes of unfinished events (bounded by {@code limits.event_bytes_max} and one round of reads), and of
 * the preamble ({@link #PREAMBLE_BYTES_MAX}).
 */
final class StreamReader implements Reader {
    /** Events before the first token that are held back. */
    static final int PREAMBLE_BYTES_MAX = 64 << 10;

    private final UpstreamCall call;
    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Readers.Common common;
    private final ReadGate gate;
    private final boolean hideUsage;
    private final boolean oneChoice;
    private final EventBuffer events = new EventBuffer();
    private final AnswerStream stream;
    private final @Nullable Translation translation;
    private final @Nullable StreamReceipt receipt;
    private final Handler<Void> flush = tick -> flush();
    private final Runnable scan = this::scanArrived;
    private @Nullable DeliveredText text;
    private boolean flushing;
    private long spokenNanos;
    private boolean malformed;

    StreamReader(UpstreamCall call, HttpClientResponse answer, Readers.Common common) {
        this.call = call;
        this.exchange = call.exchange;
        this.answer = answer;
        this.common = common;
        this.gate = new ReadGate(answer);
        RequestFacts facts = exchange.facts;
        this.hideUsage = facts != null && !facts.usageWanted();
        this.oneChoice = facts == null || facts.oneChoice();
        this.stream = exchange.dialect().follow();
        this.translation = call.translated() ? common.translator().stream(call) : null;
        this.receipt = StreamReceipt.of(call, stream, common.settings());
    }

    @Override
    public void start() {
        text = common.keptText(exchange);
        answer.handler(this::gather);
        answer.endHandler(end -> common.attempts().guarded(exchange, this::upstreamEnded));
        answer.exceptionHandler(problem -> common.attempts().guarded(exchange, this::cutShort));
    }

    private void gather(Buffer chunk) {
        if (call.isIdle()) {
            return;
        }
        if (translation == null) {
            events.add(chunk);
        } else {
            common.attempts().guarded(exchange, () -> events.add(translation.feed(chunk)));
        }
        if (!flushing) {
            flushing = true;
            common.context().runOnContext(flush);
        }
    }

    private void flush() {
        flushing = false;
        if (!call.isIdle()) {
            common.attempts().guarded(exchange, scan);
        }
    }

    private void upstreamEnded() {
        gate.open();
        if (call.isIdle()) {
            return;
        }
        call.request = null;
        if (translation != null) {
            events.add(translation.end());
        }
        scan(true);
        if (!call.isIdle() && events.unfinished() > 0) {
            // An event without its empty line still counts at the end of a stream.
            events.add(Buffer.buffer("\n\n"));
            scan(true);
        }
        if (!call.isIdle()) {
            conclude();
        }
    }

    private void scanArrived() {
        scan(false);
    }

    /** Reads the events that are whole by now and hands them on. */
    private void scan(boolean last) {
        boolean begins = call.committed;
        boolean comments = true;
        EventScanner scanner = events.scanner;
        while (events.next(last)) {
            comments &= scanner.dataLines() == 0;
            Meaning meaning = stream.read(events.bytes(), scanner);
            begins |= meaning == Meaning.TOKEN;
            if (!take(meaning)) {
                return;
            }
            if (receipt != null) {
                receipt.addTo(events);
            }
        }
        if (translation != null && isStuck(translation)) {
            return;
        }
        boolean tooLong = events.unfinished() > common.settings().limits().eventBytesMax();
        if (call.committed && comments && events.unfinished() == 0 && isOnlyCommenting()) {
            stalled();
            return;
        }
        if (begins || stream.done() || tooLong || events.whole() > PREAMBLE_BYTES_MAX) {
            handOn(tooLong, comments);
        }
    }

    /** Whether what is translated cannot go on. */
    private boolean isStuck(Translation from) {
        for (int unreadable = from.takeUnreadable(); unreadable > 0; unreadable--) {
            malformed = true;
            common.book().skipped(call);
        }
        Slice failure = from.failure();
        if (failure != null) {
            Buffer json = Buffer.buffer(failure.text());
            broken(common.failures().reported(call, UpstreamError.read(200, json)));
        } else if (from.unfinished() > common.settings().limits().eventBytesMax()) {
            broken(Failures.garbled(call));
        }
        return call.isIdle();
    }

    /** Does with one event what its meaning asks for. Whether there is anything more to read. */
    private boolean take(Meaning meaning) {
        switch (meaning) {
            case PREAMBLE -> {}
            case TOKEN -> keepText();
            case USAGE_ONLY -> {
                if (hideUsage) {
                    events.cut();
                }
            }
            case MALFORMED -> {
                malformed = true;
                common.book().skipped(call);
                events.cut();
            }
            case DONE -> {
                if (!isWhole()) {
                    events.cut();
                    broken(Failures.unfinished(call));
                    return false;
                }
            }
            case ERROR -> {
                UpstreamError error = UpstreamError.read(200, Buffer.buffer(events.scanner.joinedData(events.bytes())));
                events.cut();
                broken(common.failures().reported(call, error));
                return false;
            }
        }
        return true;
    }

    /**
     * Whether nothing of the answer is missing. Where several choices were asked for, one that has not begun yet cannot be
     * told from one that does not exist, but for {@code [DONE]}.
     */
    private boolean isWhole() {
        return stream.finished() && (oneChoice || stream.done());
    }

    /** Whether a provider has said nothing but that it is still there, for as long as a first token may take. */
    private boolean isOnlyCommenting() {
        long quiet = common.book().now() - spokenNanos;
        return quiet > TimeUnit.SECONDS.toNanos(common.settings().timeouts().firstTokenSeconds());
    }

    private void keepText() {
        if (text != null && stream.contentFrom() >= 0) {
            text.append(stream.content(), stream.contentFrom(), stream.contentTo());
        }
    }

    /** Writes the whole events, and of one that is too long to be held also what there is of it. */
    private void handOn(boolean unfinishedToo, boolean comments) {
        long now = common.book().now();
        spokenNanos = comments ? spokenNanos : now;
        if (!call.committed) {
            common.attempts().commit(call);
            Delivery begun = new Delivery(call, gate, common.book(), common.settings(), text);
            exchange.delivery = begun;
            begun.begin(answer, now);
            if (text == null) {
                common.bodies().release(exchange);
            }
        }
        Delivery delivery = exchange.delivery;
        if (delivery == null) {
            throw new IllegalStateException("committed without a delivery");
        }
        int size = unfinishedToo ? events.length() : events.whole();
        if (size > 0) {
            delivery.write(events.take(size), unfinishedToo, now);
        } else {
            delivery.written(now);
        }
        if (stream.done() && isWhole()) {
            delivery.allDelivered();
        }
    }

    /** The upstream has said all it will say. */
    private void conclude() {
        if (!isWhole()) {
            broken(malformed && stream.tokens() == 0 ? Failures.garbled(call) : Failures.cutShort(call));
            return;
        }
        Delivery delivery = exchange.delivery;
        if (delivery != null) {
            delivery.end(stream.done());
        }
        common.attempts().done(call, answer.statusCode());
        common.ending().finish(exchange, new Outcome.Completed());
    }

    private void cutShort() {
        if (!call.isIdle()) {
            // What came before the end, and was not looked at yet, may be all of it.
            if (translation != null) {
                events.add(translation.end());
            }
            scan(false);
        }
        broken(Failures.cutShort(call));
    }

    @Override
    public void stalled() {
        broken(Failures.stalled(call));
    }

    /** The stream cannot go on. */
    private void broken(Failure failure) {
        if (call.isIdle()) {
            return;
        }
        if (!call.committed && !isWhole()) {
            common.attempts().failed(call, failure);
            return;
        }
        handOn(false, false);
        Delivery delivery = exchange.delivery;
        if (isWhole()) {
            // The answer is whole; how its provider ended it is none of the caller's business.
            conclude();
        } else if (delivery != null) {
            delivery.named(stream.id());
            if (!stream.textOnly()) {
                delivery.forgetText();
            }
            common.attempts().broke(call, failure);
        }
    }

    @Override
    public TokenUsage usage() {
        return stream.used();
    }
}
