package io.penstock.proxy;

import io.penstock.admission.Admission;
import io.penstock.call.Outcome;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestReading;
import io.penstock.routing.Plan;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The corridor: one call, straight through, in seven steps that stand below in their order. A step either hands on to
 * the next or ends the call; none calls back into an earlier one. Owned by one event loop.
 */
final class ProxyHandler implements Ending {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);

    /** A larger body takes so long to read that other calls would notice: a worker does it. */
    static final int READ_ON_LOOP_BYTES_MAX = 256 << 10;

    private final Vertx vertx;
    private final CallBook book;
    private final Admission admission;
    private final BodyReader bodies;
    private final Planner planner;
    private final Attempts attempts;
    private final Timekeeper timekeeper;
    private final RefusalWriter refusals;

    ProxyHandler(Admission admission, Planner planner, Means means) {
        this.vertx = means.vertx();
        this.book = means.book();
        this.bodies = means.bodies();
        this.admission = admission;
        this.planner = planner;
        this.attempts = new Attempts(means, this);
        this.timekeeper = new Timekeeper(attempts);
        this.refusals = new RefusalWriter(book);
    }

    /** 1. Opens the exchange and refuses what its head already forbids. */
    void receive(HttpServerRequest request, Matched matched) {
        Exchange exchange = book.open(request, matched);
        request.exceptionHandler(problem -> lost(exchange, problem));
        exchange.response.exceptionHandler(problem -> lost(exchange, problem)).closeHandler(closed -> leave(exchange));
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
        String model = exchange.pathModel;
        if (body.length() <= READ_ON_LOOP_BYTES_MAX) {
            understood(exchange, Understood.of(exchange.route, body, model));
        } else {
            vertx.executeBlocking(() -> Understood.of(exchange.route, body, model), false)
                    .onSuccess(understood -> understood(exchange, understood))
                    .onFailure(bug -> crash(exchange, bug));
        }
    }

    private void understood(Exchange exchange, Understood understood) {
        if (exchange.ended) {
            return;
        }
        exchange.body = understood.body();
        try {
            switch (understood.reading()) {
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

    /** 4. Chooses who may be asked, in which order. */
    private void plan(Exchange exchange, RequestFacts facts) {
        switch (planner.plan(exchange, facts)) {
            case Planner.Planned.Served served -> attempt(exchange, served.plan());
            case Planner.Planned.Refused refused -> refuse(exchange, refused.error());
        }
    }

    /** 5. and 6. Asks them until one answers, and hands its answer on: see {@link Attempts} and {@link Readers}. */
    private void attempt(Exchange exchange, Plan plan) {
        if (exchange.route.kind() == Route.Kind.COUNT && !isCountedBySomeone(exchange, plan)) {
            estimate(exchange);
        } else {
            attempts.begin(exchange, plan);
        }
    }

    private static boolean isCountedBySomeone(Exchange exchange, Plan plan) {
        Upstreams providers = Objects.requireNonNull(exchange.upstreams, "not planned");
        return exchange.route.isCounted(plan, name -> providers.of(name).provider());
    }

    /** Nobody who serves the model counts tokens: the caller gets an estimate, which is what it would make itself. */
    private void estimate(Exchange exchange) {
        switch (Translator.countable(exchange)) {
            case ChatReading.Refused refused -> refuse(exchange, refused.error());
            case ChatReading.Read read -> {
                book.head(exchange, 200);
                exchange.response.headers().set(HttpHeaders.CONTENT_TYPE, Names.JSON);
                book.end(exchange, Translator.counted(exchange, read.request()));
                finish(exchange, new Outcome.Completed());
            }
        }
    }

    /** Ends a call that the gateway itself refuses. */
    private void refuse(Exchange exchange, ApiError error) {
        book.answer(exchange, error);
        finish(exchange, new Outcome.Rejected(error.code()));
    }

    /** Ends a call to which no provider gave an answer. */
    @Override
    public void fail(Exchange exchange, Failure failure) {
        if (!exchange.ended) {
            attempts.stop(exchange, failure.result());
            finish(exchange, refusals.write(exchange, failure));
        }
    }

    @Override
    public void crash(Exchange exchange, Throwable bug) {
        LOG.error("call {}: a bug", exchange.id, bug);
        if (exchange.ended) {
            return;
        }
        ApiError error = Refusals.bug();
        attempts.stop(exchange, error.code());
        if (exchange.response.headWritten()) {
            exchange.errorCode = error.code();
            exchange.response.reset();
        } else {
            book.answer(exchange, error);
        }
        finish(exchange, new Outcome.GatewayFailed());
    }

    /** What the {@link Watch} found to be due. */
    void due(Exchange exchange, long now) {
        try {
            switch (exchange.alarm.over(now)) {
                case RECEIVE -> refuse(exchange, Refusals.SLOW_BODY);
                case STALLED_READER -> {
                    leave(exchange);
                    exchange.response.reset();
                }
                case NOTHING, DEADLINE, HEADERS, IDLE -> timekeeper.due(exchange, now);
            }
        } catch (RuntimeException bug) {
            crash(exchange, bug);
        }
    }

    /** The body does not go on: the caller is gone, or what it sent is no HTTP. */
    private void lost(Exchange exchange, Throwable problem) {
        if (!exchange.ended && !exchange.request.isEnded() && Refusals.isMalformed(problem)) {
            attempts.stop(exchange, "cancelled");
            refuse(exchange, Refusals.MALFORMED);
            Connections.flush(exchange.request.connection());
        } else {
            leave(exchange);
        }
    }

    /** The caller is gone, or reads no more: nobody is left to work for. */
    private void leave(Exchange exchange) {
        if (exchange.ended) {
            return;
        }
        boolean whole = exchange.delivery != null && exchange.delivery.isWhole();
        attempts.stop(exchange, whole ? "200" : "cancelled");
        finish(exchange, whole ? new Outcome.Completed() : new Outcome.ClientCancelled());
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
