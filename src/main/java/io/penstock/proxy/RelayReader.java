package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.config.Settings;
import io.penstock.provider.UpstreamError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * Hands an answer on as it arrives, whatever it is: JSON, sound, a picture, events. No faster than its caller takes it. A
 * refusal is collected and left to the attempts. Owned by one event loop.
 */
final class RelayReader implements Reader {
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    private final UpstreamCall call;
    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final RelayAttempts attempts;
    private final Common common;
    private final HttpServerResponse response;
    private final ReadGate gate;
    private final Buffer said = Buffer.buffer();

    /** What every one works with. */
    record Common(Relay relay, CallBook book, Settings.Timeouts timeouts, Failures failures) {}

    RelayReader(UpstreamCall call, HttpClientResponse answer, RelayAttempts attempts, Common common) {
        this.call = call;
        this.exchange = call.exchange;
        this.answer = answer;
        this.attempts = attempts;
        this.common = common;
        this.response = exchange.response;
        this.gate = new ReadGate(answer);
    }

    @Override
    public void start() {
        call.answered = true;
        boolean good = answer.statusCode() >= OK && answer.statusCode() < NOT_OK;
        awaitMore();
        answer.handler(chunk -> common.relay.guarded(exchange, () -> {
            if (good) {
                pass(chunk);
            } else {
                gather(chunk);
            }
        }));
        answer.endHandler(over -> common.relay.guarded(exchange, () -> {
            if (good) {
                ended();
            } else {
                refused();
            }
        }));
        answer.exceptionHandler(problem -> common.relay.guarded(exchange, () -> {
            if (good) {
                attempts.failed(call, Failures.cutShort(call));
            } else {
                refused();
            }
        }));
        if (good) {
            begin();
        }
    }

    private void begin() {
        attempts.commit(call);
        exchange.firstTokenNanos = common.book.now() - exchange.startedNanos;
        HeaderRules.toCaller(answer.headers(), response.headers());
        common.book.head(exchange, answer.statusCode());
        String length = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length == null) {
            common.book.openEnded(exchange);
        } else {
            response.headers().set(HttpHeaders.CONTENT_LENGTH, length);
        }
        if (Names.isEventStream(answer)) {
            response.headers().set(HttpHeaders.CACHE_CONTROL, Names.NO_CACHE).set(Names.ACCEL_BUFFERING, Names.NO);
        }
        response.drainHandler(drained -> drained());
    }

    private void pass(Buffer chunk) {
        if (call.isIdle()) {
            return;
        }
        response.write(chunk);
        if (response.writeQueueFull()) {
            gate.shut();
            call.alarm.clear();
            exchange.alarm.set(Expiry.STALLED_READER, common.book.now(), common.timeouts.stalledReaderSeconds());
        } else {
            awaitMore();
        }
    }

    private void drained() {
        if (gate.isShut() && !call.isIdle()) {
            exchange.alarm.clear();
            awaitMore();
            gate.open();
        }
    }

    private void awaitMore() {
        call.alarm.set(
                Expiry.IDLE, common.book.now(), call.ask.candidate().traits().idleSeconds());
    }

    private void ended() {
        gate.open();
        if (!call.isIdle()) {
            attempts.done(call);
            common.book.end(exchange, BodyReader.NOTHING);
            common.relay.finish(exchange, new Outcome.Completed());
        }
    }

    private void gather(Buffer chunk) {
        if (said.length() <= RefusalReader.BYTES_MAX) {
            said.appendBuffer(chunk);
        }
        if (said.length() > RefusalReader.BYTES_MAX) {
            refused();
        }
    }

    private void refused() {
        if (!call.isIdle()) {
            Buffer body = said.length() > RefusalReader.BYTES_MAX ? Buffer.buffer() : said;
            UpstreamError error = UpstreamError.read(answer.statusCode(), body);
            attempts.failed(call, common.failures.refused(call, error, answer.headers()));
        }
    }

    /** Tells the reader of an answer that it broke, where its form allows. */
    static void breakOff(Exchange exchange, Failure failure) {
        HttpServerResponse response = exchange.response;
        exchange.errorCode = failure.error().code();
        String type = response.headers().get(HttpHeaders.CONTENT_TYPE);
        boolean events = type != null && type.startsWith(Names.EVENT_STREAM.toString());
        if (events && response.isChunked() && !response.writeQueueFull()) {
            Buffer event = Buffer.buffer("\n\n").appendBuffer(failure.error().toEvent());
            response.write(event).onComplete(written -> response.reset());
        } else {
            response.reset();
        }
    }

    @Override
    public void stalled() {
        if (call.committed) {
            attempts.failed(call, Failures.stalled(call));
        } else {
            refused();
        }
    }

    @Override
    public TokenUsage usage() {
        return TokenUsage.UNREPORTED;
    }
}
