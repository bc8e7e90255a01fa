package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.Continuation;
import io.penstock.dialect.RequestFacts;
import io.penstock.provider.UpstreamError;
import io.penstock.resilience.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer that is to go on where another broke off: lets through what its caller does not have yet, and nothing
 * that does not fit. Rare, so it writes event by event.
 */
final class RescueReader implements Reader {
    private final UpstreamCall call;
    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Readers.Common common;
    private final Delivery delivery;
    private final Continuation continuation;
    private final ReadGate gate;
    private final boolean hideUsage;
    private final EventBuffer events = new EventBuffer();
    private long spokenNanos;
    private final AnswerStream stream;
    private final @Nullable Translation translation;
    private final @Nullable StreamReceipt receipt;

    RescueReader(
            UpstreamCall call, HttpClientResponse answer, Readers.Common common, Delivery delivery, Rescue rescue) {
        this.call = call;
        this.exchange = call.exchange;
        this.answer = answer;
        this.common = common;
        this.delivery = delivery;
        this.continuation = new Continuation(rescue.text(), call.begun == null, delivery.id());
        this.gate = new ReadGate(answer);
        RequestFacts facts = exchange.facts;
        this.hideUsage = facts != null && !facts.usageWanted();
        this.stream = exchange.dialect().follow();
        this.translation = call.translated() ? common.translator().stream(call) : null;
        this.receipt = StreamReceipt.of(call, stream, common.settings());
    }

    @Override
    public void start() {
        delivery.goOn(call, gate);
        awaitMore();
        answer.handler(chunk -> common.attempts().guarded(exchange, () -> gather(chunk)));
        answer.endHandler(end -> common.attempts().guarded(exchange, this::upstreamEnded));
        answer.exceptionHandler(problem -> common.attempts().guarded(exchange, () -> broken(Failures.cutShort(call))));
    }

    private void gather(Buffer chunk) {
        if (call.isIdle()) {
            return;
        }
        events.add(translation == null ? chunk : translation.feed(chunk));
        scan(false);
        judgeTranslation();
        int held = events.unfinished() + (translation == null ? 0 : translation.unfinished());
        if (!call.isIdle() && held > common.settings().limits().eventBytesMax()) {
            broken(Failures.garbled(call));
        }
    }

    /** Counts what could not be translated, and ends where nothing more can be. */
    private void judgeTranslation() {
        if (translation == null || call.isIdle()) {
            return;
        }
        for (int unreadable = translation.takeUnreadable(); unreadable > 0; unreadable--) {
            common.book().skipped(call);
        }
        Slice failure = translation.failure();
        if (failure != null) {
            broken(common.failures().reported(call, UpstreamError.read(200, Buffer.buffer(failure.text()))));
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
        events.add(Buffer.buffer("\n\n"));
        scan(true);
        judgeTranslation();
        if (!call.isIdle()) {
            conclude();
        }
    }

    private void scan(boolean last) {
        while (!call.isIdle() && events.next(last)) {
            switch (stream.read(events.bytes(), events.scanner)) {
                case PREAMBLE -> {}
                case TOKEN -> token();
                case USAGE_ONLY -> {
                    if (!hideUsage) {
                        token();
                    }
                }
                case MALFORMED -> common.book().skipped(call);
                case DONE -> {
                    if (!stream.finished()) {
                        broken(Failures.unfinished(call));
                    }
                }
                case ERROR ->
                    broken(common.failures()
                            .reported(
                                    call,
                                    UpstreamError.read(200, Buffer.buffer(events.scanner.joinedData(events.bytes())))));
            }
        }
        if (!call.isIdle()) {
            events.drop();
            if (call.committed && isOnlyCommenting()) {
                stalled();
            } else if (call.committed) {
                delivery.written(common.book().now());
            } else {
                awaitMore();
            }
        }
    }

    /** Whether it has said nothing but that it is still there, for as long as a first token may take. */
    private boolean isOnlyCommenting() {
        long quiet = common.book().now() - spokenNanos;
        return quiet > TimeUnit.SECONDS.toNanos(common.settings().timeouts().firstTokenSeconds());
    }

    private void awaitMore() {
        call.alarm.set(
                Expiry.IDLE, common.book().now(), call.ask.candidate().traits().idleSeconds());
    }

    private void token() {
        switch (continuation.take(events.bytes(), events.scanner)) {
            case DROPPED -> {}
            case GOES_ON -> {
                if (!call.committed) {
                    common.attempts().commit(call);
                    common.book().rescued(exchange);
                }
                spokenNanos = common.book().now();
                Buffer event = continuation.event();
                delivery.write(receipt == null ? event : receipt.addedTo(event), false, spokenNanos);
            }
            case DIVERGED -> broken(Failure.of(new Verdict.Diverged(), Refusals.cutShort(call.who())));
        }
    }

    private void conclude() {
        if (!stream.finished()) {
            broken(Failures.cutShort(call));
            return;
        }
        delivery.end(false);
        common.attempts().done(call, answer.statusCode());
        common.ending().finish(exchange, new Outcome.Completed());
    }

    @Override
    public void stalled() {
        broken(Failures.stalled(call));
    }

    private void broken(Failure failure) {
        if (call.isIdle()) {
            return;
        }
        if (stream.finished() && call.committed) {
            conclude();
        } else if (call.committed) {
            if (!stream.textOnly()) {
                delivery.forgetText();
            }
            common.attempts().broke(call, failure);
        } else {
            common.attempts().failed(call, failure);
        }
    }

    @Override
    public TokenUsage usage() {
        return stream.used();
    }
}
