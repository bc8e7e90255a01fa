package io.penstock.proxy;

import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestFacts.Changes;
import io.penstock.dialect.Seals;
import io.penstock.dialect.Wire;
import io.penstock.dialect.Written;
import io.penstock.proxy.Credentials.Shown;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one request to one provider and waits for the answer's head. Owned by one event loop. */
final class Sender {
    /** What breaks an upstream request also fails its answer, which is where it is dealt with. */
    private static final Handler<Throwable> TOLD_ELSEWHERE = problem -> {};

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    private final Vertx vertx;
    private final Attempts attempts;
    private final Ending ending;
    private final Readers readers;
    private final Translator translator;
    private final Credentials credentials;

    Sender(Means means, Attempts attempts, Ending ending, Readers readers, Translator translator) {
        this.vertx = means.vertx();
        this.attempts = attempts;
        this.ending = ending;
        this.readers = readers;
        this.translator = translator;
        this.credentials = new Credentials(means);
    }

    /** Asks, in the provider's own dialect. */
    void send(UpstreamCall call) {
        Exchange exchange = call.exchange;
        String path = call.path;
        if (path == null) {
            attempts.failed(call, Failures.notOffered(call));
        } else if (!call.translated() && !holdsForeignThoughts(call)) {
            sign(call, path, body(call));
        } else if (exchange.body.length() <= ProxyHandler.READ_ON_LOOP_BYTES_MAX) {
            prepared(call, path, translator.prepare(call));
        } else {
            vertx.executeBlocking(() -> translator.prepare(call), false)
                    .onSuccess(prepared -> attempts.guarded(exchange, () -> prepared(call, path, prepared)))
                    .onFailure(bug -> ending.crash(exchange, bug));
        }
    }

    /** Whether the conversation was with a model of another vendor before, whose thoughts this one would refuse. */
    private static boolean holdsForeignThoughts(UpstreamCall call) {
        return (call.wire == Wire.MESSAGES || call.wire == Wire.RESPONSES)
                && call.exchange.route.kind() == Route.Kind.CONVERSATION
                && Seals.marked(Translator.slice(call.exchange.body));
    }

    private void prepared(UpstreamCall call, String path, Translator.Prepared prepared) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        exchange.chat = prepared.chat();
        switch (prepared.written()) {
            case Written.Body body -> sign(call, path, body.bytes());
            case Written.Refused refused ->
                attempts.failed(call, Failures.inexpressible(refused.error(), prepared.unreadable()));
        }
    }

    private void sign(UpstreamCall call, String path, Buffer body) {
        Exchange exchange = call.exchange;
        Map<String, String> ready = credentials.ready(call);
        if (ready != null) {
            connect(call, path, body, ready);
        } else {
            credentials
                    .awaited(call, path, body)
                    .onSuccess(shown -> attempts.guarded(exchange, () -> {
                        switch (shown) {
                            case Shown.Headers(var headers) -> connect(call, path, body, headers);
                            case Shown.Nothing(Failure failure) -> attempts.failed(call, failure);
                        }
                    }))
                    .onFailure(bug -> ending.crash(exchange, bug));
        }
    }

    private void connect(UpstreamCall call, String path, Buffer body, Map<String, String> auth) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        call.upstream.open(path).onComplete(opened -> {
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
                attempts.guarded(exchange, () -> write(call, request, body, auth));
            }
        });
    }

    private void write(UpstreamCall call, HttpClientRequest request, Buffer body, Map<String, String> auth) {
        Exchange exchange = call.exchange;
        MultiMap headers = request.headers();
        HeaderRules.toProvider(exchange.request.headers(), headers);
        headers.set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        headers.set(HttpHeaders.USER_AGENT, Names.USER_AGENT);
        auth.forEach(headers::set);
        if (call.translated()) {
            headers.remove(HttpHeaders.ACCEPT);
        } else {
            HeaderRules.pass(call.provider().passHeaders().get(call.wire), exchange.request.headers(), headers);
        }
        request.send(body).onComplete(sent -> {
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
        boolean askForUsage = exchange.streaming()
                && call.wire == Wire.CHAT
                && call.provider().streamUsage();
        boolean changed = call.begun != null || call.respelled;
        return changed
                ? facts.bodyFor(exchange.body, model, askForUsage, new Changes(call.begun, call.respelled))
                : facts.bodyFor(exchange.body, model, askForUsage);
    }

    /** A call that is over was reset by the gateway itself. */
    private static void note(UpstreamCall call, String what, Throwable problem) {
        if (!call.isIdle()) {
            LOG.warn("call {}: {} {}: {}", call.exchange.id, what, call.who(), Text.reason(problem));
        }
    }
}
