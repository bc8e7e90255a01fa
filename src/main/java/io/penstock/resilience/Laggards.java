package io.penstock.resilience;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Models whose streams were overtaken several times in a row by requests sent later to another provider: alive, but
 * slow. They are not refused; they stand behind others for a while, then one call tries them first again. One answer
 * that was not overtaken takes them back. At most {@link BenchRules#cellsMax}. Thread-safe.
 */
final class Laggards {
    /** One late answer among many good ones says nothing. */
    private static final int OVERTAKEN_MIN = 3;

    private record Laggard(int overtaken, long untilNanos) {
        boolean isLate() {
            return overtaken >= OVERTAKEN_MIN;
        }
    }

    private final Map<Cell, Laggard> laggards = new ConcurrentHashMap<>();
    private final BenchRules rules;

    Laggards(BenchRules rules) {
        this.rules = rules;
    }

    void overtaken(Cell model, long nowNanos) {
        if (laggards.size() >= rules.cellsMax()) {
            laggards.values().removeIf(laggard -> laggard.untilNanos() - nowNanos <= 0);
        }
        if (laggards.size() < rules.cellsMax() || laggards.containsKey(model)) {
            Laggard first = new Laggard(1, nowNanos + rules.trialNanos());
            laggards.merge(
                    model, first, (before, one) -> new Laggard(before.overtaken() + 1, nowNanos + rules.trialNanos()));
        }
    }

    /** Whether the model stands behind others now. */
    boolean isLate(String provider, String model, long nowNanos) {
        if (laggards.isEmpty()) {
            return false;
        }
        Laggard laggard = laggards.get(new Cell(provider, Cell.ALL_KEYS, model));
        return laggard != null && laggard.isLate() && laggard.untilNanos() - nowNanos > 0;
    }

    /** A call tries it: all others wait for what comes of that, or for the next turn. */
    void tried(String provider, String model, long nowNanos) {
        if (!laggards.isEmpty()) {
            laggards.computeIfPresent(
                    new Cell(provider, Cell.ALL_KEYS, model),
                    (same, laggard) -> new Laggard(laggard.overtaken(), nowNanos + rules.trialNanos()));
        }
    }

    void answered(String provider, String model) {
        if (!laggards.isEmpty()) {
            laggards.remove(new Cell(provider, Cell.ALL_KEYS, model));
        }
    }

    void forget(Set<String> providers) {
        laggards.keySet().removeIf(cell -> providers.contains(cell.provider()));
    }

    /** Those that stand behind others now, and until when. */
    void forEachLate(long nowNanos, BiConsumer<Cell, Long> consumer) {
        laggards.forEach((model, laggard) -> {
            if (laggard.isLate() && laggard.untilNanos() - nowNanos > 0) {
                consumer.accept(model, laggard.untilNanos());
            }
        });
    }
}
