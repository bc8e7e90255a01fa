package io.penstock.config;

import io.penstock.resilience.BenchRules;
import java.util.concurrent.TimeUnit;

/**
 * For how long a key or a model is left alone.
 *
 * @param rateLimitSecondsMin after a first 429 that does not say when to come back
 * @param rateLimitSecondsMax the bound of that time, which doubles with each further one
 * @param keySeconds a key without money, or a wrong one
 * @param modelSeconds a model that is gone, or that a key may not use
 * @param trialSeconds how often a single call may try one of them all the same, where nothing else is left
 */
public record BenchSettings(
        int rateLimitSecondsMin, int rateLimitSecondsMax, int keySeconds, int modelSeconds, int trialSeconds) {
    /** Keys and models that can be left alone at a time. */
    public static final int CELLS_MAX = 10_000;

    public BenchSettings {
        Check.range("rate_limit_seconds_min", rateLimitSecondsMin, 1, 3_600);
        Check.range("rate_limit_seconds_max", rateLimitSecondsMax, 1, 86_400);
        Check.range("key_seconds", keySeconds, 1, 604_800);
        Check.range("model_seconds", modelSeconds, 1, 86_400);
        Check.range("trial_seconds", trialSeconds, 1, 86_400);
        Check.atMost("rate_limit_seconds_min", rateLimitSecondsMin, "rate_limit_seconds_max", rateLimitSecondsMax);
    }

    /** The same, as the kernel takes it. */
    public BenchRules rules() {
        return new BenchRules(
                TimeUnit.SECONDS.toNanos(rateLimitSecondsMin),
                TimeUnit.SECONDS.toNanos(rateLimitSecondsMax),
                TimeUnit.SECONDS.toNanos(keySeconds),
                TimeUnit.SECONDS.toNanos(modelSeconds),
                TimeUnit.SECONDS.toNanos(trialSeconds),
                CELLS_MAX);
    }
}
