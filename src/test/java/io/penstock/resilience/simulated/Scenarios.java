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

/** The stories of the report. The first of three providers is the one that suffers, unless it says otherwise. */
final class Scenarios {
    private static final long FROM = 5 * MINUTE;
    private static final long TO = 15 * MINUTE;
    private static final long LENGTH = 30 * MINUTE;
    private static final long HOUR = 60 * MINUTE;

    private Scenarios() {}

    static List<Scenario> all() {
        return List.of(
                new Scenario("all is well", three(healthy()), 1, LENGTH, now -> false, -1),
                suffering("black hole, 10 min", silent()),
                suffering("brown-out: 60 % 503, the rest late, 10 min", brownOut()),
                flapping(),
                suffering("429 with Retry-After, 10 min", refuses(new Verdict.RateLimited(20_000))),
                suffering("429 without, 10 min", refuses(new Verdict.RateLimited(-1))),
                badKey(),
                drift("first tokens drift to 30 s, heads at once", false),
                drift("first tokens drift to 30 s, heads with them", true),
                allDown(),
                Scenario.ill(
                        "first one down 60 s",
                        FROM,
                        FROM + MINUTE,
                        LENGTH,
                        healthy().but(overloaded(), FROM, FROM + MINUTE),
                        healthy(),
                        healthy()),
                suffering("a fifth of the streams break off, 10 min", healthy().breakingOff(20)),
                Scenario.ill(
                        "the only one down 30 s",
                        FROM,
                        FROM + 30 * SECOND,
                        LENGTH,
                        healthy().but(overloaded(), FROM, FROM + 30 * SECOND)));
    }

    private static Scenario suffering(String name, Behaviour ill) {
        return Scenario.ill(name, FROM, TO, LENGTH, healthy().but(ill, FROM, TO), healthy(), healthy());
    }

    private static Behaviour brownOut() {
        return slow(8 * SECOND).mixedWith(overloaded(), 60);
    }

    private static Scenario flapping() {
        long end = FROM + HOUR;
        Behaviour refused = refuses(new Verdict.ProviderFault(Fault.UNREACHABLE));
        Behaviour first = healthy().alternating(refused, 20 * SECOND, FROM, end);
        return new Scenario(
                "up 20 s, down 20 s, for an hour",
                three(first),
                1,
                end + 10 * MINUTE,
                now -> now >= FROM && now < end && (now - FROM) / (20 * SECOND) % 2 == 0,
                end);
    }

    private static Scenario badKey() {
        Behaviour good = healthy();
        Behaviour bad = refuses(new Verdict.BadKey());
        Behaviour first = (now, key, random) -> (key == 3 ? bad : good).react(now, key, random);
        return new Scenario("one bad key of five", three(first), 5, HOUR, now -> false, -1);
    }

    private static Scenario drift(String name, boolean lateHeads) {
        Behaviour drifting = (now, key, random) ->
                slow((now - FROM) * 30 / (TO / SECOND - FROM / SECOND)).react(now, key, random);
        Behaviour seen = lateHeads ? drifting.withoutEarlyHead() : drifting;
        return suffering(name, seen);
    }

    private static Scenario allDown() {
        Behaviour down = healthy().but(overloaded(), FROM, FROM + 5 * MINUTE);
        return Scenario.ill("all down 5 min", FROM, FROM + 5 * MINUTE, LENGTH, down, down, down);
    }

    private static List<Behaviour> three(Behaviour first) {
        return List.of(first, healthy(), healthy());
    }
}
