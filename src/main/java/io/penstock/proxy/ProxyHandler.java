package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.OpenAiRequests;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestReading;
import io.penstock.provider.ProviderKey;
import io.penstock.proxy.Exchange.Expiry;
import io.penstock.proxy.Upstreams.Upstream;
import io.penstock.routing.LiveCatalog;
import io.penstock.routing.Resolution;
import io.penstock.routing.Target;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The corridor: one call, straight through, in seven steps that stand below in their order. A step either hands on to
 * the next or ends the call; none calls back into an earlier one. Owned by one event loop.
 */
final class ProxyHandler implements Ending {
    private static final int OK = 200;
    private static final int NOT_OK = 300;

    /** What breaks an upstream request also fails its answer, which is where it is dealt with. */
    private static final Handler<Throwable> TOLD_ELSEWHERE = problem -> {};

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);

    /** A larger body takes so long to read that other calls would notice: a worker does it. */
    static final int READ_ON_LOOP_BYTES_MAX = 256 << 10;

    private final Vertx vertx;
    private final CallBook book;
    private final Admission admission;
    private final BodyReader bodies;
    private final LiveCatalog catalog;
    private final Upstreams upstreams;
    private final Relays relays;

    ProxyHandler(
            Vertx vertx,
            CallBook book,
            Admission admission,
            BodyReader bodies,
            LiveCatalog catalog,
            Upstreams upstreams,
            Relays relays) {
        this.vertx = vertx;
        this.book = book;
        this.admission = admission;
        this.bodies = bodies;
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.relays = relays;
    }

    /** 1. Opens the exchange and refuses what its head already forbids. */
    void receive(HttpServerRequest request, Route route) {
        Exchange exchange = book.open(request, route);
        request.exceptionHandler(problem -> leave(exchange));
        exchange.response.exceptionHandler(problem -> leave(exchange)).closeHandler(closed -> leave(exchange));
        ApiError refusal = bodies.refusal(request);
        if (refusal == null) {
            admit(exchange);
        } else {
            refuse(exchange, refusal);
        }
    }

    /** 2. Finds out who calls, before a byte of the body is kept. */
    private void admit(Exchange exchange) {
        String key = Admission.presented(exchange.request);
        exchange.caller = key == null ? null : admission.find(key);
        if (exchange.caller == null) {
            refuse(exchange, key == null ? Admission.NO_KEY : Admission.WRONG_KEY);
        } else {
            bodies.read(exchange, this::understand, this::refuse);
        }
    }

    /** 3. Reads from the body what routing needs to know, and nothing else. */
    private void understand(Exchange exchange) {
        Buffer body = exchange.body;
        if (body.length() <= READ_ON_LOOP_BYTES_MAX) {
            understood(exchange, OpenAiRequests.read(body));
        } else {
            vertx.executeBlocking(() -> OpenAiRequests.read(body), false)
                    .onSuccess(reading -> understood(exchange, reading))
                    .onFailure(bug -> crash(exchange, bug));
        }
    }

    private void understood(Exchange exchange, RequestReading reading) {
        if (exchange.ended) {
            return;
        }
        try {
            switch (reading) {
                case RequestReading.Refused refused -> refuse(exchange, refused.error());
                case RequestFacts facts -> {
                    exchange.facts = facts;
                    plan(exchange, facts);
                }
            }
        } catch (RuntimeException bug) {
            crash(exchange, bug);
        }
    }

    /** 4. Chooses who is asked. */
    private void plan(Exchange exchange, RequestFacts facts) {
        switch (catalog.current().resolve(facts.model())) {
            case Resolution.Served served -> {
                Target first = served.plan().candidates().getFirst().target();
                exchange.target = first;
                attempt(exchange, facts, first);
            }
            case Resolution.Keyless keyless -> refuse(exchange, Refusals.keyless(facts.model(), keyless.provider()));
            case Resolution.Unknown unknown -> refuse(exchange, Refusals.unknownModel(facts.model(), unknown));
        }
    }

    /** 5. Sends the call and waits for the answer's head. */
    private void attempt(Exchange exchange, RequestFacts facts, Target target) {
        Upstream upstream = upstreams.of(target.provider());
        exchange.provider = upstream.provider();
        book.beginAttempt(exchange);
        upstream.open(exchange.route).onComplete(opened -> {
            if (opened.failed()) {
                note(exchange, "no connection to ", opened.cause());
                fail(exchange, Refusals.unreachable(target.provider(), opened.cause()));
                return;
            }
            HttpClientRequest request = opened.result().exceptionHandler(TOLD_ELSEWHERE);
            if (exchange.ended) {
                request.reset();
                return;
            }
            try {
                send(exchange, facts, target, upstream, request);
            } catch (RuntimeException bug) {
                crash(exchange, bug);
            }
        });
    }

    private void send(
            Exchange exchange, RequestFacts facts, Target target, Upstream upstream, HttpClientRequest request) {
        exchange.upstream = request;
        ProviderKey key = upstream.nextKey();
        MultiMap headers = request.headers();
        HeaderRules.toProvider(exchange.request.headers(), headers);
        headers.set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        headers.set(HttpHeaders.USER_AGENT, Names.USER_AGENT);
        if (key != null) {
            headers.set(HttpHeaders.AUTHORIZATION, key.bearer());
        }
        boolean askForUsage = exchange.streaming() && upstream.provider().streamUsage();
        Buffer body = facts.bodyFor(exchange.body, target.model(), askForUsage);
        request.send(body).onComplete(sent -> {
            if (sent.failed()) {
                note(exchange, "no answer from ", sent.cause());
                fail(exchange, Refusals.noAnswer(target.provider(), sent.cause()));
            } else if (exchange.ended) {
                sent.result().request().reset();
            } else {
                try {
                    relay(exchange, sent.result());
                } catch (RuntimeException bug) {
                    crash(exchange, bug);
                }
            }
        });
    }

    /** 6. Hands the answer on: as a stream, as a whole, or as the provider's refusal. */
    private void relay(Exchange exchange, HttpClientResponse answer) {
        bodies.release(exchange);
        if (answer.statusCode() < OK || answer.statusCode() >= NOT_OK) {
            relays.refusal(exchange, answer, this);
        } else if (exchange.streaming() && Names.isEventStream(answer)) {
            relays.stream(exchange, answer, this);
        } else {
            relays.whole(exchange, answer, this);
        }
    }

    /** A call that has ended was reset by the gateway itself. */
    private static void note(Exchange exchange, String what, Throwable problem) {
        if (!exchange.ended && exchange.target != null) {
            LOG.warn("call {}: {}{}: {}", exchange.id, what, exchange.target.provider(), Text.reason(problem));
        }
    }

    /** Ends a call that the gateway itself refuses. */
    private void refuse(Exchange exchange, ApiError error) {
        book.answer(exchange, error);
        finish(exchange, new Outcome.Rejected(error.code()));
    }

    /** Ends a call to which no provider gave an answer. */
    @Override
    public void fail(Exchange exchange, ApiError error) {
        if (!exchange.ended) {
            book.endAttempt(exchange, error.code());
            book.answer(exchange, error);
            finish(exchange, new Outcome.ProviderFailed(error.code()));
            exchange.resetUpstream();
        }
    }

    @Override
    public void crash(Exchange exchange, Throwable bug) {
        LOG.error("call {}: a bug", exchange.id, bug);
        if (exchange.ended) {
            return;
        }
        ApiError error = Refusals.bug();
        book.endAttempt(exchange, error.code());
        if (exchange.response.headWritten()) {
            exchange.errorCode = error.code();
            exchange.response.reset();
        } else {
            book.answer(exchange, error);
        }
        finish(exchange, new Outcome.GatewayFailed());
        exchange.resetUpstream();
    }

    /** What the {@link Watch} found to have waited too long. */
    void expire(Exchange exchange) {
        try {
            switch (exchange.expiry) {
                case Expiry.RECEIVE -> refuse(exchange, Refusals.SLOW_BODY);
                case Expiry.ANSWER, Expiry.FIRST_TOKEN -> fail(exchange, Refusals.tooSlow(exchange));
                case Expiry.IDLE -> Relays.broken(exchange, Refusals.idle(exchange));
                case Expiry.STALLED_READER -> {
                    leave(exchange);
                    exchange.response.reset();
                }
            }
        } catch (RuntimeException bug) {
            crash(exchange, bug);
        }
    }

    /** The caller is gone, or reads no more: nobody is left to work for. */
    private void leave(Exchange exchange) {
        if (!exchange.ended) {
            book.endAttempt(exchange, "cancelled");
            finish(exchange, new Outcome.ClientCancelled());
            exchange.resetUpstream();
        }
    }

    /** 7. The only exit, passed once. */
    @Override
    public void finish(Exchange exchange, Outcome outcome) {
        if (!exchange.ended) {
            exchange.ended = true;
            bodies.release(exchange);
            book.close(exchange, outcome);
        }
    }
}
