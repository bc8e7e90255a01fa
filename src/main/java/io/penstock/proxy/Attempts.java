package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Pursuit;
import io.penstock.resilience.Pursuit.Move;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Plan;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The fifth step, as often as it takes: asks one target after the other, or one beside the other, until an answer can be
 * handed on or there is nothing more to try. Goes on in the same way when an answer breaks off that its caller already
 * reads. Who is asked next, and whether anybody is, {@link Pursuit} decides. Owned by one event loop.
 */
final class Attempts {
    private static final int OK = 200;

    private final Cells cells;
    private final RandomGenerator random;
    private final CallBook book;
    private final Sender sender;
    private final Ending ending;
    private final Pauses pauses;
    private final Rescues rescues = new Rescues();

    Attempts(Means means, Ending ending) {
        this.cells = means.cells();
        this.random = means.random();
        this.book = means.book();
        this.ending = ending;
        this.pauses = new Pauses(means.vertx(), means.settings().resilience().waitingCallsMax());
        Translator translator = new Translator(means.settings().dropParams());
        Readers readers = new Readers(new Readers.Common(
                this,
                ending,
                book,
                means.bodies(),
                means.settings(),
                new Failures(means.clock()),
                translator,
                means.context()));
        this.sender = new Sender(means, this, ending, readers, translator);
    }

    /** Asks the first target. */
    void begin(Exchange exchange, Plan plan) {
        exchange.plan = plan;
        // The time a caller took to send its body is none of the providers'.
        long now = book.now();
        Pursuit pursuit = new Pursuit(plan, cells, random, exchange.streaming(), exchange.repeatable(), now);
        exchange.pursuit = pursuit;
        exchange.alarm.setAt(Expiry.DEADLINE, pursuit.deadlineNanos());
        move(exchange, pursuit.next(now));
    }

    private void move(Exchange exchange, Move move) {
        switch (move) {
            case Move.Ask ask -> ask(exchange, ask);
            case Move.Wait pause -> pause(exchange, pause);
            case Move.GiveUp giveUp -> giveUp(exchange, giveUp);
        }
    }

    private void ask(Exchange exchange, Move.Ask ask) {
        long now = book.now();
        UpstreamCall call = new UpstreamCall(exchange, ask, exchange.upstream(ask), now);
        if (exchange.rescue == null) {
            // Else the caller has another's words, until this one has any.
            exchange.target = call.target();
        }
        exchange.running.add(call);
        book.asked(call);
        Plan plan = exchange.plan;
        boolean alone = exchange.running.size() == 1 && exchange.rescue == null;
        if (plan != null && alone && plan.candidates().size() > 1) {
            long millis = exchange.streaming()
                    ? plan.rule().hedgeStreamMillis()
                    : plan.rule().hedgeAnswerMillis();
            exchange.hedgeNanos = millis == 0 ? Long.MAX_VALUE : now + TimeUnit.MILLISECONDS.toNanos(millis);
        }
        if (exchange.streaming()) {
            call.alarm.set(Expiry.HEADERS, now, ask.candidate().traits().headersSeconds());
        }
        call.begun = rescues.begun(exchange, ask.candidate(), now);
        call.respelled = book.respells(call);
        sender.send(call);
    }

    private void pause(Exchange exchange, Move.Wait pause) {
        exchange.hedgeNanos = Long.MAX_VALUE;
        boolean waits = pauses.begin(exchange, pause.nanos(), () -> guarded(exchange, () -> next(exchange)));
        if (!waits) {
            long millis = TimeUnit.NANOSECONDS.toMillis(pause.nanos());
            giveUp(exchange, new Move.GiveUp(Pursuit.Reason.UNAVAILABLE, millis));
        }
    }

    private void next(Exchange exchange) {
        if (exchange.ended || !exchange.running.isEmpty()) {
            return;
        }
        Pursuit pursuit = pursuit(exchange);
        long now = book.now();
        move(
                exchange,
                exchange.rescue == null
                        ? pursuit.next(now)
                        : pursuit.next(now, candidate -> rescues.continues(exchange, candidate, now)));
    }

    /** An attempt failed before anything of it reached the caller. */
    void failed(UpstreamCall call, Failure failure) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        close(call, failure.result());
        book.failed(call, failure);
        boolean misspelt = book.isMisspelt(call, failure);
        boolean refusedToContinue = !misspelt && rescues.refused(call, failure, book.now());
        Verdict verdict = refusedToContinue ? new Verdict.Incompatible() : failure.verdict();
        pursuit(exchange).failed(call.ask, verdict, book.now());
        if (exchange.rescue == null) {
            exchange.failure = told(call, failure);
        }
        exchange.misspelt = misspelt ? call.target() : exchange.misspelt;
        if (!exchange.running.isEmpty()) {
            return;
        }
        if (refusedToContinue || misspelt) {
            startAnew(call);
        } else {
            next(exchange);
        }
    }

    /** What the caller is told if nothing better comes; of a request that was respelled nothing that it did not write. */
    private static Failure told(UpstreamCall call, Failure failure) {
        Failure before = call.exchange.failure;
        boolean ofOurs = call.respelled && failure.verdict() instanceof Verdict.Incompatible;
        return ofOurs && before != null ? before : failure.moreWorthTelling(before);
    }

    /** The target rejected how it was asked, a beginning by others or the name of a field, and may take it otherwise. */
    private void startAnew(UpstreamCall call) {
        Move.Ask again = pursuit(call.exchange).again(call.ask, book.now());
        if (again == null) {
            next(call.exchange);
        } else {
            ask(call.exchange, again);
        }
    }

    /** An answer is here: the caller gets this one, and whoever was asked beside it is asked no more. */
    void commit(UpstreamCall call) {
        Exchange exchange = call.exchange;
        long now = book.now();
        call.committed = true;
        book.committed(call, now);
        call.alarm.clear();
        exchange.target = call.target();
        exchange.alarm.clear();
        exchange.hedgeNanos = Long.MAX_VALUE;
        pursuit(exchange).succeeded(call.ask, now);
        for (UpstreamCall other : List.copyOf(exchange.running)) {
            if (other != call) {
                boolean excused = other.answered || !other.connected;
                close(other, "outrun");
                pursuit(exchange).overtaken(other.ask, excused, now);
            }
        }
    }

    /** The answer the caller is reading broke off. */
    void broke(UpstreamCall call, Failure failure) {
        Exchange exchange = call.exchange;
        if (call.isIdle()) {
            return;
        }
        long now = book.now();
        close(call, failure.result());
        book.failed(call, failure);
        Pursuit pursuit = pursuit(exchange);
        pursuit.failed(call.ask, failure.verdict(), now);
        if (Rescues.begin(exchange, failure)) {
            pursuit.renewDeadline(now);
            exchange.alarm.setAt(Expiry.DEADLINE, pursuit.deadlineNanos());
            next(exchange);
        } else {
            breakOff(exchange, failure);
        }
    }

    private void giveUp(Exchange exchange, Move.GiveUp giveUp) {
        Rescue rescue = exchange.rescue;
        if (rescue != null) {
            breakOff(exchange, rescue.cause());
        } else {
            ending.fail(exchange, Failures.givenUp(exchange, giveUp, cells, book.now()));
        }
    }

    private void breakOff(Exchange exchange, Failure failure) {
        if (exchange.delivery == null) {
            exchange.errorCode = failure.error().code();
            exchange.response.reset();
        } else {
            exchange.delivery.breakOff(failure.error());
        }
        ending.finish(exchange, new Outcome.StreamBroken(failure.error().code()));
    }

    /** The first target is silent: another is asked beside it, if there is one. */
    void hedge(Exchange exchange, long now) {
        exchange.hedgeNanos = Long.MAX_VALUE;
        Move.Ask beside = pursuit(exchange).beside(now);
        if (beside != null) {
            book.hedged(exchange);
            ask(exchange, beside);
        }
    }

    /** One that was asked only just before the end had no time to fail in. */
    void outOfTime(UpstreamCall call, long now) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(now - call.startedNanos);
        if (seconds >= call.ask.candidate().traits().headersSeconds()) {
            failed(call, Failures.tooSlow(call));
            return;
        }
        Exchange exchange = call.exchange;
        close(call, "timeout");
        pursuit(exchange).abandoned(call.ask, now);
        exchange.failure = exchange.failure == null ? Failures.tooSlow(call) : exchange.failure;
        next(exchange);
    }

    /** The call's time is over while nobody is asked: it waits for nothing any more. */
    void stopWaiting(Exchange exchange) {
        pauses.end(exchange);
        next(exchange);
    }

    /** The caller is gone, or the call is over: whatever is still under way for it ends. */
    void stop(Exchange exchange, String result) {
        pauses.end(exchange);
        exchange.hedgeNanos = Long.MAX_VALUE;
        for (UpstreamCall call : List.copyOf(exchange.running)) {
            close(call, result);
            if (!call.committed) {
                pursuit(exchange).abandoned(call.ask, book.now());
            }
        }
    }

    /** The whole answer has been handed on. */
    void done(UpstreamCall call, int status) {
        close(call, status == OK ? "200" : String.valueOf(status));
    }

    private void close(UpstreamCall call, String result) {
        call.over = true;
        call.alarm.clear();
        call.exchange.running.remove(call);
        book.attempted(call, result);
        call.reset();
    }

    /** Runs what happens outside the corridor's own call stack; a bug in it ends the call it belongs to. */
    void guarded(Exchange exchange, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException bug) {
            ending.crash(exchange, bug);
        }
    }

    private static Pursuit pursuit(Exchange exchange) {
        if (exchange.pursuit == null) {
            throw new IllegalStateException("nobody has been asked");
        }
        return exchange.pursuit;
    }
}
