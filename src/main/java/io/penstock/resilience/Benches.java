package io.penstock.resilience;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The benches of all cells, at most {@link BenchRules#cellsMax}. Thread-safe: read without a lock, and next to nothing
 * is done while there are none.
 */
final class Benches {
    private final Map<Cell, Bench> benches = new ConcurrentHashMap<>();
    private final BenchRules rules;

    Benches(BenchRules rules) {
        this.rules = rules;
    }

    /** How long a key is not used for a model; 0: it may be used now. */
    long restNanos(String provider, int key, String model, long nowNanos) {
        if (benches.isEmpty()) {
            return 0;
        }
        long whole = restNanos(new Cell(provider, key, null), nowNanos);
        long pair = restNanos(new Cell(provider, key, model), nowNanos);
        long offered = restNanos(new Cell(provider, Cell.ALL_KEYS, model), nowNanos);
        return Math.max(whole, Math.max(pair, offered));
    }

    /**
     * How long until a single call may try it although it is benched.
     *
     * @return nanoseconds, 0: now; -1: it is no matter of trying, because nothing but a rate limit is in the way
     */
    long trialInNanos(String provider, int key, String model, long nowNanos) {
        long in = -1;
        for (Cell cell : cells(provider, key, model)) {
            Bench bench = benches.get(cell);
            if (bench != null && !bench.rateLimit() && bench.restNanos(nowNanos) > 0) {
                in = Math.max(in, Math.max(0, bench.nextTrialNanos() - nowNanos));
            } else if (bench != null && in >= 0) {
                in = Math.max(in, bench.restNanos(nowNanos));
            }
        }
        return in;
    }

    /** Takes the trial that is due; of several callers one gets it. */
    synchronized boolean takeTrial(String provider, int key, String model, long nowNanos) {
        if (trialInNanos(provider, key, model, nowNanos) != 0) {
            return false;
        }
        for (Cell cell : cells(provider, key, model)) {
            benches.computeIfPresent(
                    cell,
                    (same, bench) -> bench.rateLimit() ? bench : bench.nextTriedAt(nowNanos + rules.trialNanos()));
        }
        return true;
    }

    /** Leaves a cell alone until somebody mends it, or the time is over. */
    synchronized void bench(Cell cell, Verdict reason, long nanos, long nowNanos) {
        put(cell, new Bench(false, reason, nowNanos + nanos, nowNanos + rules.trialNanos(), 0), nowNanos);
    }

    /**
     * Leaves a cell alone until its limit lets it do more. Requests that were under way together and are refused
     * together are one refusal: only one that comes after the end of the last bench makes the next one longer.
     *
     * @param askedNanos what the provider asked for; 0 or less: it did not say
     */
    synchronized void rateLimit(Cell cell, Verdict reason, long askedNanos, long nowNanos) {
        Bench before = benches.get(cell);
        long leftNanos = before == null ? 0 : before.restNanos(nowNanos);
        long stepNanos = before == null ? 0 : before.stepNanos();
        long nanos;
        if (askedNanos > 0) {
            nanos = Math.min(askedNanos, rules.keyNanos());
        } else if (leftNanos > 0) {
            return;
        } else {
            stepNanos = nextStep(before, nowNanos);
            nanos = stepNanos + Math.floorMod(mixed(cell.seed() ^ nowNanos), stepNanos / 4 + 1);
        }
        long until = nowNanos + Math.max(nanos, leftNanos);
        put(cell, new Bench(true, reason, until, until, stepNanos), nowNanos);
    }

    /** The key has done something with the model: nobody needs to mend them, and the next rate limit is a first one. */
    void succeeded(String provider, int key, String model) {
        if (benches.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (Cell cell : cells(provider, key, model)) {
                benches.computeIfPresent(cell, (same, bench) -> mended(bench));
            }
        }
    }

    /** What keeps a key from being used for a model now; empty: nothing does. */
    Set<Obstacle> obstacles(String provider, int key, String model, long nowNanos) {
        Set<Obstacle> found = EnumSet.noneOf(Obstacle.class);
        for (Cell cell : cells(provider, key, model)) {
            Bench bench = benches.get(cell);
            if (bench != null && bench.restNanos(nowNanos) > 0) {
                found.add(Obstacle.of(bench.reason()));
            }
        }
        return found;
    }

    /** Whatever is known of these providers' keys and models. */
    synchronized void forget(Set<String> providers) {
        benches.keySet().removeIf(cell -> providers.contains(cell.provider()));
    }

    void forEachActive(long nowNanos, BiConsumer<Cell, Bench> consumer) {
        benches.forEach((cell, bench) -> {
            if (bench.restNanos(nowNanos) > 0) {
                consumer.accept(cell, bench);
            }
        });
    }

    // A call that was under way before the refusal may succeed after it: that ends no rate limit.
    private static @Nullable Bench mended(Bench bench) {
        return bench.rateLimit()
                ? new Bench(true, bench.reason(), bench.untilNanos(), bench.nextTrialNanos(), 0)
                : null;
    }

    private long nextStep(@Nullable Bench before, long nowNanos) {
        if (before == null || before.stepNanos() == 0) {
            return rules.rateLimitNanosMin();
        }
        boolean forgotten = nowNanos - before.untilNanos() > rules.rateLimitNanosMax();
        return forgotten ? rules.rateLimitNanosMin() : Backoff.doubled(before.stepNanos(), rules.rateLimitNanosMax());
    }

    private void put(Cell cell, Bench bench, long nowNanos) {
        if (benches.size() >= rules.cellsMax() && !benches.containsKey(cell)) {
            benches.values().removeIf(old -> old.restNanos(nowNanos) == 0);
            while (benches.size() >= rules.cellsMax()) {
                dropTheFirstToEnd(nowNanos);
            }
        }
        benches.put(cell, bench);
    }

    private void dropTheFirstToEnd(long nowNanos) {
        Cell first = null;
        long rest = Long.MAX_VALUE;
        for (Map.Entry<Cell, Bench> entry : benches.entrySet()) {
            if (entry.getValue().restNanos(nowNanos) < rest) {
                first = entry.getKey();
                rest = entry.getValue().restNanos(nowNanos);
            }
        }
        if (first != null) {
            benches.remove(first);
        }
    }

    private long restNanos(Cell cell, long nowNanos) {
        Bench bench = benches.get(cell);
        return bench == null ? 0 : bench.restNanos(nowNanos);
    }

    private static Cell[] cells(String provider, int key, String model) {
        return new Cell[] {
            new Cell(provider, key, null), new Cell(provider, Cell.ALL_KEYS, model), new Cell(provider, key, model)
        };
    }

    /** Spreads neighbouring numbers over all others (the finaliser of SplitMix64). */
    private static long mixed(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
