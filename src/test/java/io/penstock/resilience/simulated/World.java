package io.penstock.resilience.simulated;

import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import java.util.Random;

/** One run of a scenario: its clock, its chance, its providers, and what is written down. */
final class World {
    static final long HEADERS_NANOS = 15 * Behaviour.SECOND;

    final Scenario scenario;
    final Timeline timeline = new Timeline();
    final Random random;
    final Tally tally;
    private boolean returned;

    World(Scenario scenario, long seed, Tally tally) {
        this.scenario = scenario;
        this.tally = tally;
        random = new Random(seed);
    }

    /** Hears what comes of one request. Nothing more after it was cancelled. */
    interface Listener {
        void token();

        void ended();

        void failed(Verdict verdict);
    }

    /** One request under way. */
    static final class Flight {
        private boolean over;
        long sentAtNanos;
        /** Since the beginning of time; the largest number: never. */
        long headAtNanos = Long.MAX_VALUE;
        /** The first token, or the failure. */
        long newsAtNanos;

        void cancel() {
            over = true;
        }
    }

    /** Lets callers come at random, so many a minute on average, until the story is over. */
    void run(int callsPerMinute, Runnable caller) {
        long gap = Behaviour.exponential(random, Behaviour.MINUTE / callsPerMinute);
        if (timeline.now() + gap < scenario.lengthNanos()) {
            timeline.after(gap, () -> {
                tally.calls++;
                caller.run();
                run(callsPerMinute, caller);
            });
        }
    }

    Flight send(int provider, int key, Listener listener) {
        tally.attempts++;
        tally.wasted += provider == 0 && scenario.ill().test(timeline.now()) ? 1 : 0;
        Reaction reaction = scenario.providers().get(provider).react(timeline.now(), key, random);
        Flight flight = new Flight();
        flight.sentAtNanos = timeline.now();
        switch (reaction) {
            case Reaction.Answers answers -> {
                stream(flight, answers.headNanos(), answers.tokenNanos(), provider, listener);
                land(flight, answers.endNanos(), listener::ended);
            }
            case Reaction.BreaksOff breaks -> {
                stream(flight, breaks.headNanos(), breaks.tokenNanos(), provider, listener);
                fail(flight, breaks.cutNanos(), new Verdict.ProviderFault(Fault.CUT), listener);
            }
            case Reaction.Refuses refuses -> {
                flight.newsAtNanos = timeline.now() + refuses.afterNanos();
                fail(flight, refuses.afterNanos(), refuses.verdict(), listener);
            }
            case Reaction.Silence _ -> timeOut(flight, listener);
        }
        return flight;
    }

    private void stream(Flight flight, long headNanos, long tokenNanos, int provider, Listener listener) {
        if (headNanos > HEADERS_NANOS) {
            timeOut(flight, listener);
            return;
        }
        flight.headAtNanos = timeline.now() + headNanos;
        flight.newsAtNanos = timeline.now() + tokenNanos;
        timeline.after(tokenNanos, () -> {
            if (!flight.over) {
                served(provider);
                listener.token();
            }
        });
    }

    private void timeOut(Flight flight, Listener listener) {
        flight.newsAtNanos = timeline.now() + HEADERS_NANOS;
        fail(flight, HEADERS_NANOS, new Verdict.ProviderFault(Fault.TIMEOUT), listener);
    }

    private void fail(Flight flight, long nanos, Verdict verdict, Listener listener) {
        land(flight, nanos, () -> listener.failed(verdict));
    }

    private void land(Flight flight, long nanos, Runnable action) {
        timeline.after(nanos, () -> {
            if (!flight.over) {
                flight.over = true;
                action.run();
            }
        });
    }

    private void served(int provider) {
        long since = timeline.now() - scenario.recoveredNanos();
        if (provider == 0 && scenario.recoveredNanos() >= 0 && since >= 0 && !returned) {
            returned = true;
            tally.returnNanos.add(since);
        }
    }
}
