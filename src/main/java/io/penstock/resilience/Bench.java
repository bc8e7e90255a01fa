package io.penstock.resilience;

/**
 * One cell that is left alone, or that was: a rate limit is remembered after its end until a success, so that the next
 * one is longer.
 *
 * @param rateLimit whether it ends by waiting; else somebody has to mend something
 * @param reason the verdict that brought it about
 * @param untilNanos its end
 * @param nextTrialNanos when a single call may try it all the same; says nothing of a rate limit
 * @param stepNanos how long it was, without jitter, if the gateway chose the time; else 0
 */
record Bench(boolean rateLimit, Verdict reason, long untilNanos, long nextTrialNanos, long stepNanos) {

    /** What is left of it; 0: nothing. */
    long restNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }

    Bench nextTriedAt(long nanos) {
        return new Bench(rateLimit, reason, untilNanos, nanos, stepNanos);
    }
}
