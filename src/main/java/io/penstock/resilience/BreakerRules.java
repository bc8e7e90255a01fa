package io.penstock.resilience;

/**
 * When a breaker opens, and for how long.
 *
 * @param windowNanos how far back outcomes count
 * @param outcomesMin with fewer outcomes in the window the share of failures says nothing; at least 1
 * @param failurePercent share of failures in the window at which it opens, 1 to 100
 * @param streak failures in a row at which it opens whatever the share; at least 1
 * @param openNanos how long it refuses before the first probe
 * @param openNanosMax the bound of that time, which doubles with each failed probe
 */
public record BreakerRules(
        long windowNanos, int outcomesMin, int failurePercent, int streak, long openNanos, long openNanosMax) {
    public BreakerRules {
        if (windowNanos < 1 || outcomesMin < 1 || streak < 1 || openNanos < 1 || openNanosMax < openNanos) {
            throw new IllegalArgumentException("a breaker needs positive times and counts, openNanos <= openNanosMax");
        }
        if (failurePercent < 1 || failurePercent > 100) {
            throw new IllegalArgumentException("failurePercent is from 1 to 100, not " + failurePercent);
        }
    }
}
