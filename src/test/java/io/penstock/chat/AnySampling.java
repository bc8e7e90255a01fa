package io.penstock.chat;

import static io.penstock.Seeded.oneOf;

import io.penstock.chat.AnyChat.Can;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Settings of a call, from a random source. */
final class AnySampling {
    private final Random random;
    private final Set<Can> can;

    AnySampling(Random random, Set<Can> can) {
        this.random = random;
        this.can = can;
    }

    Sampling sampling() {
        boolean logprobs = maybe(Can.LOGPROBS);
        boolean penalties = maybe(Can.PENALTIES);
        return new Sampling(
                random.nextBoolean() ? 1 + random.nextInt(4000) : null,
                random.nextBoolean() ? (Double) (random.nextInt(can.contains(Can.HOT) ? 21 : 11) / 10.0) : null,
                random.nextInt(3) == 0 ? (Double) (random.nextInt(101) / 100.0) : null,
                maybe(Can.TOP_K) ? 1 + random.nextInt(100) : null,
                maybe(Can.STOP) ? List.of("END", "\n\n").subList(0, 1 + random.nextInt(2)) : List.of(),
                maybe(Can.SEED) ? (Long) (long) random.nextInt() : null,
                penalties ? (Double) (random.nextInt(41) / 10.0 - 2) : null,
                penalties ? (Double) (random.nextInt(41) / 10.0 - 2) : null,
                maybe(Can.CHOICES) ? 2 + random.nextInt(3) : null,
                logprobs ? true : null,
                logprobs && random.nextBoolean() ? random.nextInt(21) : null);
    }

    Reasoning reasoning() {
        String effort =
                maybe(Can.EFFORT) ? oneOf(random, "none", "minimal", "low", "medium", "high", "xhigh", "max") : null;
        Integer budget = effort == null && maybe(Can.BUDGET) ? (Integer) (1024 + random.nextInt(8000)) : null;
        boolean adaptive = budget == null && maybe(Can.ADAPTIVE);
        Boolean summary = maybe(Can.SUMMARY) ? (Boolean) random.nextBoolean() : null;
        boolean silent = effort == null && budget == null && !adaptive && summary == null;
        return silent ? null : new Reasoning(effort, budget, summary, adaptive);
    }

    private boolean maybe(Can thing) {
        return can.contains(thing) && random.nextInt(3) == 0;
    }
}
