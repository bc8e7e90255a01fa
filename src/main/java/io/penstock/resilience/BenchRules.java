package io.penstock.resilience;

/**
 * For how long a key or a model is left alone.
 *
 * @param rateLimitNanosMin after a first 429 that does not say when to come back
 * @param rateLimitNanosMax the bound of that time, which doubles with each further one
 * @param keyNanos a key without money, or a wrong one
 * @param modelNanos a model that is gone, or that a key may not use
 * @param trialNanos how often a single call may try a benched key or model where nothing else is left
 * @param cellsMax benches and backoffs remembered at once; at least 1
 */
public record BenchRules(
        long rateLimitNanosMin, long rateLimitNanosMax, long keyNanos, long modelNanos, long trialNanos, int cellsMax) {
    public BenchRules {
        if (rateLimitNanosMin < 1 || rateLimitNanosMax < rateLimitNanosMin || cellsMax < 1) {
            throw new IllegalArgumentException("a bench needs positive times, min <= max, and room for one cell");
        }
        if (keyNanos < 1 || modelNanos < 1 || trialNanos < 1) {
            throw new IllegalArgumentException("the times of a bench are positive");
        }
    }
}
