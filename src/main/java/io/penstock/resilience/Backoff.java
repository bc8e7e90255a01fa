package io.penstock.resilience;

import java.util.random.RandomGenerator;

/**
 * How long to leave a target alone before asking it again: full jitter, so that calls that failed together do not come
 * back together.
 *
 * @param firstNanos the bound after the first failure; it doubles with each further one
 * @param nanosMax the bound of that bound
 */
public record Backoff(long firstNanos, long nanosMax) {
    /** 250 ms, doubling up to 8 s. */
    public static final Backoff STANDARD = new Backoff(250_000_000L, 8_000_000_000L);

    public Backoff {
        if (firstNanos < 1 || nanosMax < firstNanos) {
            throw new IllegalArgumentException("a backoff is positive, and its first bound not above its last");
        }
    }

    /**
     * A time from 0 up to the bound.
     *
     * @param failures how many there were before this one; 0 after the first
     */
    public long nanos(int failures, RandomGenerator random) {
        return random.nextLong(boundNanos(failures) + 1);
    }

    private long boundNanos(int failures) {
        long bound = firstNanos;
        for (int i = 0; i < failures && bound < nanosMax; i++) {
            bound = doubled(bound, nanosMax);
        }
        return bound;
    }

    /** Twice as long, up to the bound, without overflow. */
    static long doubled(long nanos, long nanosMax) {
        return nanos > nanosMax / 2 ? nanosMax : nanos * 2;
    }
}
