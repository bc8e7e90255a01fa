package io.penstock.resilience.simulated;

import static io.penstock.resilience.simulated.Behaviour.MINUTE;
import static io.penstock.resilience.simulated.Behaviour.SECOND;
import static io.penstock.resilience.simulated.Behaviour.healthy;
import static io.penstock.resilience.simulated.Behaviour.overloaded;
import static io.penstock.resilience.simulated.Behaviour.refuses;
import static io.penstock.resilience.simulated.Behaviour.silent;
import static io.penstock.resilience.simulated.Behaviour.slow;

import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import java.util.List;

/**
 * The stories of the report. The first of three providers is the one that suffers, unless it says otherwise. How long it does
 * varies from run to run, so that no strategy is lucky with the instant of the recovery.
 */
final class Scenarios {
    private static final long FROM = 5 * MINUTE;
    private static final long LENGTH = 30 * MINUTE;

    private final long lateNanos;
    private final long to;

    private Scenarios(int run, int runs) {
        lateNanos = 5 * MINUTE / runs * run;
        to = 15 * MINUTE + lateNanos;
    }

    static List<Scenario> of(int run, int runs) {
        return new Scenarios(run, runs).all();
    }

    private List<Scenario> all() {
        return List.of(
                new Scenario("all is well", three(healthy()), 1, LENGTH, now -> false, -1),
                suffering("black hole, 10 to 15 min", silent()),
                suffering("brown-out: 60 % 503, the rest late, 10 to 15 min", brownOut()),
                flapping(),
                suffering("429 with Retry-After 20 s, 10 to 15 min", refuses(new Verdict.RateLimited(20_000))),
                suffering("429 without, 10 to 15 min", refuses(new Verdict.RateLimited(-1))),
                badKey(),
                drift("first tokens drift to 30 s, heads at once", false),
                drift("first tokens drift to 30 s, heads with them", true),
                suffering(
                        "a fifth of the streams break off, 10 to 15 min",
                        healthy().breakingOff(20)),
                firstDown(),
                allDown(),
                onlyOneDown());
    }

    private Scenario suffering(String name, Behaviour ill) {
        return Scenario.ill(name, FROM, to, LENGTH, healthy().but(ill, FROM, to), healthy(), healthy());
    }

    private static Behaviour brownOut() {
        return slow(8 * SECOND).mixedWith(overloaded(), 60);
    }

    private Scenario flapping() {
        long end = FROM + 60 * MINUTE + lateNanos;
        Behaviour refused = refuses(new Verdict.ProviderFault(Fault.UNREACHABLE));
        return new Scenario(
                "up 20 s, down 20 s, for an hour",
                three(healthy().alternating(refused, 20 * SECOND, FROM, end)),
                1,
                end + 10 * MINUTE,
                now -> now >= FROM && now < end && (now - FROM) / (20 * SECOND) % 2 == 0,
                end);
    }

    private static Scenario badKey() {
        Behaviour good = healthy();
        Behaviour bad = refuses(new Verdict.BadKey());
        Behaviour first = (now, key, random) -> (key == 3 ? bad : good).react(now, key, random);
        return new Scenario("one bad key of five", three(first), 5, 60 * MINUTE, now -> false, -1);
    }

    private Scenario drift(String name, boolean lateHeads) {
        long seconds = (to - FROM) / SECOND;
        Behaviour drifting =
                (now, key, random) -> slow((now - FROM) * 30 / seconds).react(now, key, random);
        return suffering(name, lateHeads ? drifting.withoutEarlyHead() : drifting);
    }

    private Scenario firstDown() {
        long end = FROM + MINUTE + lateNanos / 20;
        Behaviour down = healthy().but(overloaded(), FROM, end);
        return Scenario.ill("first one down, 60 to 75 s", FROM, end, LENGTH, down, healthy(), healthy());
    }

    private Scenario allDown() {
        long end = FROM + 5 * MINUTE + lateNanos;
        Behaviour down = healthy().but(overloaded(), FROM, end);
        return Scenario.ill("all down, 5 to 10 min", FROM, end, LENGTH, down, down, down);
    }

    private Scenario onlyOneDown() {
        long end = FROM + 30 * SECOND + lateNanos / 20;
        Behaviour down = healthy().but(overloaded(), FROM, end);
        return Scenario.ill("the only one down, 30 to 45 s", FROM, end, LENGTH, down);
    }

    private static List<Behaviour> three(Behaviour first) {
        return List.of(first, healthy(), healthy());
    }
}
