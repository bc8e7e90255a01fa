package io.penstock.resilience.simulated;

import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import java.util.Random;

/** How a provider treats requests, over time. */
interface Behaviour {
    long MILLI = 1_000_000L;
    long SECOND = 1_000_000_000L;
    long MINUTE = 60 * SECOND;

    Reaction react(long nowNanos, int key, Random random);

    /** A first token after some 0.5 s, then a stream of some seconds. */
    static Behaviour healthy() {
        return slow(0);
    }

    /** The same, later; the head comes at once. */
    static Behaviour slow(long extraNanos) {
        return (now, key, random) -> {
            long head = 50 * MILLI + exponential(random, 50 * MILLI);
            long token = head + 200 * MILLI + extraNanos + exponential(random, 250 * MILLI);
            return new Reaction.Answers(head, token, token + SECOND + exponential(random, 4 * SECOND));
        };
    }

    static Behaviour refuses(Verdict verdict) {
        return (now, key, random) -> new Reaction.Refuses(verdict, 30 * MILLI + exponential(random, 50 * MILLI));
    }

    static Behaviour overloaded() {
        return refuses(new Verdict.ProviderFault(Fault.OVERLOADED));
    }

    static Behaviour silent() {
        return (now, key, random) -> new Reaction.Silence();
    }

    /** Its head comes with its first token. */
    default Behaviour withoutEarlyHead() {
        return (now, key, random) -> switch (react(now, key, random)) {
            case Reaction.Answers answers ->
                new Reaction.Answers(answers.tokenNanos(), answers.tokenNanos(), answers.endNanos());
            case Reaction.BreaksOff breaks ->
                new Reaction.BreaksOff(breaks.tokenNanos(), breaks.tokenNanos(), breaks.cutNanos());
            case Reaction.Refuses refuses -> refuses;
            case Reaction.Silence silence -> silence;
        };
    }

    /** Some of its streams break off somewhere in the middle. */
    default Behaviour breakingOff(int percent) {
        return (now, key, random) -> {
            boolean cut = random.nextInt(100) < percent;
            Reaction reaction = react(now, key, random);
            if (!cut || !(reaction instanceof Reaction.Answers whole)) {
                return reaction;
            }
            long streamed = whole.endNanos() - whole.tokenNanos();
            return new Reaction.BreaksOff(
                    whole.headNanos(), whole.tokenNanos(), whole.tokenNanos() + streamed * random.nextInt(100) / 100);
        };
    }

    /** This one, and another in so many of a hundred requests. */
    default Behaviour mixedWith(Behaviour other, int percent) {
        return (now, key, random) -> (random.nextInt(100) < percent ? other : this).react(now, key, random);
    }

    /** This one, and another between two instants. */
    default Behaviour but(Behaviour other, long fromNanos, long toNanos) {
        return (now, key, random) -> (now >= fromNanos && now < toNanos ? other : this).react(now, key, random);
    }

    /** This one, and another in every second stretch of time between two instants, first in the first. */
    default Behaviour alternating(Behaviour other, long stretchNanos, long fromNanos, long toNanos) {
        return (now, key, random) -> {
            boolean others = now >= fromNanos && now < toNanos && (now - fromNanos) / stretchNanos % 2 == 0;
            return (others ? other : this).react(now, key, random);
        };
    }

    static long exponential(Random random, long meanNanos) {
        return (long) (-StrictMath.log(1 - random.nextDouble()) * meanNanos);
    }
}
