package io.penstock.proxy;

import io.penstock.dialect.RequestFacts;
import io.penstock.provider.ProviderKey;
import io.penstock.proxy.Upstreams.Upstream;
import io.penstock.resilience.Pursuit.Move.Ask;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request to one provider and waits for the answer's head. Owned by one event loop. */
final class Sender {
    /** What breaks an upstream request also fails its answer, which is where it is dealt with. */
    private static final Handler<Throwable> TOLD_ELSEWHERE = problem -> {};

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Upstreams upstreams;
    private final Attempts attempts;
    private final Readers readers;

    Sender(Upstreams upstreams, Attempts attempts, Readers readers) {
        this.upstreams = upstreams;
        this.attempts = attempts;
        this.readers = readers;
    }

    Upstream upstream(Ask ask) {
        return upstreams.of(ask.candidate().target().provider());
    }

    void send(UpstreamCall call) {
        Exchange exchange = call.exchange;
        call.upstream.open(exchange.route).onComplete(opened -> {
            if (opened.failed()) {
                note(call, "no connection to", opened.cause());
                attempts.guarded(exchange, () -> attempts.failed(call, Failures.unreachable(call, opened.cause())));
                return;
            }
            HttpClientRequest request = opened.result().exceptionHandler(TOLD_ELSEWHERE);
            if (call.isIdle()) {
                request.reset();
            } else {
                call.request = request;
                call.connected = true;
                attempts.guarded(exchange, () -> write(call, request));
            }
        });
    }

    private void write(UpstreamCall call, HttpClientRequest request) {
        Exchange exchange = call.exchange;
        MultiMap headers = request.headers();
        HeaderRules.toProvider(exchange.request.headers(), headers);
        headers.set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        headers.set(HttpHeaders.USER_AGENT, Names.USER_AGENT);
        ProviderKey key = call.upstream.key(call.ask.key());
        if (key != null) {
            headers.set(HttpHeaders.AUTHORIZATION, key.bearer());
        }
        request.send(body(call)).onComplete(sent -> {
            if (sent.failed()) {
                note(call, "no answer from", sent.cause());
                attempts.guarded(exchange, () -> attempts.failed(call, Failures.noAnswer(call)));
            } else if (call.isIdle()) {
                sent.result().request().reset();
            } else {
                attempts.guarded(exchange, () -> readers.read(call, sent.result()));
            }
        });
    }

    private static Buffer body(UpstreamCall call) {
        Exchange exchange = call.exchange;
        RequestFacts facts = exchange.facts;
        if (facts == null) {
            throw new IllegalStateException("sent before it was understood");
        }
        String model = call.target().model();
        boolean askForUsage = exchange.streaming() && call.provider().streamUsage();
        return call.begun == null
                ? facts.bodyFor(exchange.body, model, askForUsage)
                : facts.bodyFor(exchange.body, model, askForUsage, call.begun);
    }

    /** A call that is over was reset by the gateway itself. */
    private static void note(UpstreamCall call, String what, Throwable problem) {
        if (!call.isIdle()) {
            LOG.warn("call {}: {} {}: {}", call.exchange.id, what, call.who(), Text.reason(problem));
        }
    }
}
