package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.proxy.Credentials.Shown;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Pursuit;
import io.penstock.resilience.Pursuit.Move;
import io.penstock.routing.Plan;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a call that is passed on: one target after the other, while the body is there from its beginning and nothing of
 * an answer has reached the caller. Owned by one event loop.
 */
final class RelayAttempts {
    private static final Logger LOG = LoggerFactory.getLogger(RelayAttempts.class);

    private final Relay relay;
    private final Cells cells;
    private final RandomGenerator random;
    private final CallBook book;
    private final Pauses pauses;
    private final Credentials credentials;
    private final RelayReader.Common reading;

    RelayAttempts(Relay relay, Means means) {
        this.relay = relay;
        this.cells = means.cells();
        this.random = means.random();
        this.book = means.book();
        this.pauses = new Pauses(means.vertx(), means.settings().resilience().waitingCallsMax());
        this.credentials = new Credentials(means);
        this.reading = new RelayReader.Common(relay, book, means.settings().timeouts(), new Failures(means.clock()));
    }

    /** Asks the first target. */
    void begin(Exchange exchange, Plan plan, RelayBody body) {
        exchange.plan = plan;
        exchange.relayed = body;
        long now = book.now();
        Pursuit pursuit = new Pursuit(plan, cells, random, false, exchange.repeatable(), now);
        exchange.pursuit = pursuit;
        exchange.alarm.setAt(Expiry.DEADLINE, pursuit.deadlineNanos());
        move(exchange, pursuit.next(now));
    }

    private void move(Exchange exchange, Move move) {
        switch (move) {
            case Move.Ask ask -> ask(exchange, ask);
            case Move.Wait pause -> pause(exchange, pause);
            case Move.GiveUp giveUp -> relay.fail(exchange, Failures.givenUp(exchange, giveUp, cells, book.now()));
        }
    }

    private void ask(Exchange exchange, Move.Ask ask) {
        UpstreamCall call = new UpstreamCall(exchange, ask, exchange.upstream(ask), book.now());
        exchange.target = call.target();
        exchange.running.add(call);
        book.asked(call);
        String path = call.path;
        if (path == null) {
            failed(call, Failures.notOffered(call));
            return;
        }
        Map<String, String> ready = credentials.ready(call);
        if (ready != null) {
            connect(call, path, ready);
            return;
        }
        credentials
                .awaited(call)
                .onSuccess(shown -> relay.guarded(exchange, () -> {
                    switch (shown) {
                        case Shown.Headers(var headers) -> connect(call, path, headers);
                        case Shown.Nothing(Failure failure) -> failed(call, failure);
                    }
                }))
                .onFailure(bug -> relay.crash(exchange, bug));
    }

    private void connect(UpstreamCall call, String path, Map<String, String> auth) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        call.upstream
                .open(path)
                .onComplete(opened -> relay.guarded(exchange, () -> {
                    if (opened.failed()) {
                        note(call, "no connection to", opened.cause());
                        failed(call, Failures.unreachable(call, opened.cause()));
                    } else if (call.isIdle()) {
                        opened.result().reset();
                    } else {
                        call.request = opened.result();
                        call.connected = true;
                        send(call, opened.result(), auth);
                    }
                }));
    }

    private void send(UpstreamCall call, HttpClientRequest request, Map<String, String> auth) {
        Exchange exchange = call.exchange;
        RelayBody body = body(exchange);
        MultiMap headers = request.headers();
        HeaderRules.toProvider(exchange.request.headers(), headers);
        headers.set(HttpHeaders.CONTENT_TYPE, body.type());
        headers.set(HttpHeaders.USER_AGENT, Names.USER_AGENT);
        auth.forEach(headers::set);
        request.exceptionHandler(toldBelow -> {});
        request.response()
                .onComplete(answered -> relay.guarded(exchange, () -> {
                    if (answered.failed()) {
                        note(call, "no answer from", answered.cause());
                        failed(call, Failures.noAnswer(call));
                    } else if (call.isIdle()) {
                        request.reset();
                    } else {
                        call.reader = new RelayReader(call, answered.result(), this, reading);
                        call.reader.start();
                    }
                }));
        body.send(call, request);
    }

    private static void note(UpstreamCall call, String what, Throwable problem) {
        if (!call.isIdle()) {
            LOG.warn("call {}: {} {}: {}", call.exchange.id, what, call.who(), Text.reason(problem));
        }
    }

    private void pause(Exchange exchange, Move.Wait pause) {
        boolean waits = pauses.begin(exchange, pause.nanos(), () -> relay.guarded(exchange, () -> next(exchange)));
        if (!waits) {
            long millis = TimeUnit.NANOSECONDS.toMillis(pause.nanos());
            move(exchange, new Move.GiveUp(Pursuit.Reason.UNAVAILABLE, millis));
        }
    }

    private void next(Exchange exchange) {
        if (!exchange.ended && exchange.running.isEmpty()) {
            move(exchange, pursuit(exchange).next(book.now()));
        }
    }

    /** The whole body has arrived and was passed on: from now on the time is the provider's. */
    void received(Exchange exchange) {
        Pursuit pursuit = pursuit(exchange);
        pursuit.renewDeadline(book.now());
        if (exchange.running.stream().noneMatch(call -> call.committed)) {
            exchange.alarm.setAt(Expiry.DEADLINE, pursuit.deadlineNanos());
        } else if (!exchange.alarm.isFor(Expiry.STALLED_READER)) {
            exchange.alarm.clear();
        }
    }

    /** An answer is here: the caller gets it. */
    void commit(UpstreamCall call) {
        call.committed = true;
        if (call.exchange.request.isEnded()) {
            call.exchange.alarm.clear();
        }
        pursuit(call.exchange).succeeded(call.ask, book.now());
    }

    /** A request failed, or the answer that is being passed on. */
    void failed(UpstreamCall call, Failure failure) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        close(call, failure.result());
        book.failed(call, failure);
        pursuit(exchange).failed(call.ask, failure.verdict(), book.now());
        if (call.committed) {
            RelayReader.breakOff(exchange, failure);
            relay.finish(exchange, new Outcome.StreamBroken(failure.error().code()));
            return;
        }
        Failure told = failure.moreWorthTelling(exchange.failure);
        exchange.failure = told;
        if (body(exchange).isThereAgain()) {
            next(exchange);
        } else {
            relay.fail(exchange, told);
        }
    }

    /** The time is over in which an answer should have begun. */
    void overdue(Exchange exchange) {
        exchange.alarm.clear();
        List<UpstreamCall> silent = List.copyOf(exchange.running);
        silent.forEach(call -> failed(call, Failures.tooSlow(call)));
        if (silent.isEmpty()) {
            pauses.end(exchange);
            next(exchange);
        }
    }

    /** The whole answer has been passed on. */
    void done(UpstreamCall call) {
        if (call.exchange.request.isEnded()) {
            call.request = null;
        }
        close(call, "200");
    }

    /** The call is over: whatever is still under way for it ends. */
    void stop(Exchange exchange, String result) {
        pauses.end(exchange);
        for (UpstreamCall call : List.copyOf(exchange.running)) {
            close(call, result);
            if (!call.committed) {
                pursuit(exchange).abandoned(call.ask, book.now());
            }
        }
    }

    private void close(UpstreamCall call, String result) {
        call.over = true;
        call.alarm.clear();
        call.exchange.running.remove(call);
        body(call.exchange).stop();
        book.attempted(call, result);
        call.reset();
    }

    private static RelayBody body(Exchange exchange) {
        if (exchange.relayed == null) {
            throw new IllegalStateException("sent before it was understood");
        }
        return exchange.relayed;
    }

    private static Pursuit pursuit(Exchange exchange) {
        if (exchange.pursuit == null) {
            throw new IllegalStateException("nobody has been asked");
        }
        return exchange.pursuit;
    }
}
