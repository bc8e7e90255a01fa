package io.penstock.resilience;

import org.jspecify.annotations.Nullable;

/**
 * Counts the outcomes of a closed breaker and says when there are failures enough to open it. Only a failure opens: a
 * success that fills the count up to its least size does not. Not thread-safe.
 */
final class Tripwire {
    private final BreakerRules rules;
    private final Window window;
    private int streak;

    Tripwire(BreakerRules rules) {
        this.rules = rules;
        window = new Window(rules.windowNanos());
    }

    /** How many had failed in a row until now. */
    int succeeded(long nowNanos) {
        int before = streak;
        window.add(false, nowNanos);
        streak = 0;
        return before;
    }

    /** What speaks for opening, in a few words; null: it is not enough yet. */
    @Nullable
    String failed(long nowNanos) {
        window.add(true, nowNanos);
        streak++;
        return tripped(nowNanos);
    }

    /**
     * The same for an answer that had begun, and counted as a success: it breaks off, so it was none. A provider that begins
     * every answer and ends none would else never look worse than half good.
     *
     * @param before what {@link #succeeded} told
     * @param succeededNanos when it was told
     */
    @Nullable
    String broke(int before, long succeededNanos, long nowNanos) {
        if (nowNanos - succeededNanos < rules.windowNanos()) {
            window.turn(nowNanos);
        } else {
            window.add(true, nowNanos);
        }
        streak = Math.max(streak, before) + 1;
        return tripped(nowNanos);
    }

    private @Nullable String tripped(long nowNanos) {
        int outcomes = outcomes(nowNanos);
        int failures = failures(nowNanos);
        if (outcomes >= rules.outcomesMin() && failures * 100L >= (long) rules.failurePercent() * outcomes) {
            return failures + " of " + outcomes + " failed";
        }
        return streak >= rules.streak() ? streak + " failed in a row" : null;
    }

    int outcomes(long nowNanos) {
        return window.outcomes(nowNanos);
    }

    int failures(long nowNanos) {
        return window.failures(nowNanos);
    }

    void clear() {
        window.clear();
        streak = 0;
    }
}
