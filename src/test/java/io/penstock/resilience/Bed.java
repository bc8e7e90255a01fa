package io.penstock.resilience;

import io.penstock.routing.Candidate;
import io.penstock.routing.Plan;
import io.penstock.routing.Prefill;
import io.penstock.routing.Rule;
import io.penstock.routing.Target;
import io.penstock.routing.Traits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A test bed: cells on a clock that the test moves, which starts below zero as real ones may. */
final class Bed {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;
    static final BreakerRules BREAKER = new BreakerRules(30 * SECOND, 10, 50, 5, 5 * SECOND, 300 * SECOND);
    static final BenchRules BENCH =
            new BenchRules(SECOND, 60 * SECOND, 1_800 * SECOND, 60 * SECOND, 60 * SECOND, 10_000);
    static final Rule RULE = new Rule(3, 120_000, 600_000, 10_000, 0, true, false);

    final List<Transition> told = new ArrayList<>();
    final RandomGenerator random;
    final Cells cells;
    long now = -20 * SECOND;

    Bed() {
        this(Map.of(), BENCH, new Random(1));
    }

    Bed(Map<String, Integer> keys) {
        this(keys, BENCH, new Random(1));
    }

    Bed(Map<String, Integer> keys, BenchRules bench, RandomGenerator random) {
        this.random = random;
        cells = new Cells(keys, BREAKER, bench, this::newSwitch, told::add);
    }

    Switch newSwitch(String endpoint) {
        return new ManualSwitch(() -> now, BREAKER.openNanos());
    }

    void pass(long nanos) {
        now += nanos;
    }

    Pursuit call(Candidate... candidates) {
        return call(RULE, true, candidates);
    }

    Pursuit call(Rule rule, boolean repeatable, Candidate... candidates) {
        return new Pursuit(new Plan(List.of(candidates), rule), cells, random, true, repeatable, now);
    }

    /** Fails a request of the pursuit, which must be for that provider. */
    void fail(Pursuit pursuit, String provider, Verdict verdict) {
        pursuit.failed(ask(pursuit, provider), verdict, now);
    }

    /** The next move, which must be a request to that provider. */
    Pursuit.Move.Ask ask(Pursuit pursuit, String provider) {
        Pursuit.Move move = pursuit.next(now);
        if (move instanceof Pursuit.Move.Ask ask && provider(ask).equals(provider)) {
            return ask;
        }
        throw new AssertionError("not a request to " + provider + ": " + move);
    }

    /** Lets a provider fail until its breaker is open. */
    void open(String provider) {
        for (int i = 0; i < BREAKER.streak(); i++) {
            cells.breaker(provider).acquire(now).failed(Fault.TIMEOUT, now);
        }
    }

    static String provider(Pursuit.Move.Ask ask) {
        return ask.candidate().target().provider();
    }

    /** A candidate from {@code provider/model}, its window unknown. */
    static Candidate candidate(String name) {
        return candidate(name, 0);
    }

    static Candidate candidate(String name, long contextTokens) {
        String[] parts = name.split("/");
        Traits traits = new Traits(contextTokens, Prefill.NONE, 15, 20);
        return new Candidate(new Target(parts[0], parts[1], parts[1]), traits);
    }

    static Candidate[] candidates(String... names) {
        return Stream.of(names).map(Bed::candidate).toArray(Candidate[]::new);
    }
}
