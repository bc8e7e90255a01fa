package io.penstock.resilience;

/**
 * Outcomes of the last while, in a ring of buckets: the oldest tenth falls out at once. Nothing is allocated per
 * outcome. Not thread-safe.
 */
final class Window {
    private static final int BUCKETS = 10;

    private final int[] outcomes = new int[BUCKETS];
    private final int[] failures = new int[BUCKETS];
    private final long bucketNanos;
    private int outcomesSum;
    private int failuresSum;
    private long newest;
    private boolean used;

    Window(long windowNanos) {
        bucketNanos = Math.max(1, windowNanos / BUCKETS);
    }

    void add(boolean failed, long nowNanos) {
        int bucket = Math.floorMod(advance(nowNanos), BUCKETS);
        outcomes[bucket]++;
        outcomesSum++;
        if (failed) {
            failures[bucket]++;
            failuresSum++;
        }
    }

    /** What was added as a success has turned out to be a failure. */
    void turn(long nowNanos) {
        int bucket = Math.floorMod(advance(nowNanos), BUCKETS);
        failures[bucket]++;
        failuresSum++;
    }

    int outcomes(long nowNanos) {
        advance(nowNanos);
        // A success that has fallen out meanwhile leaves the failure it turned into behind.
        return Math.max(outcomesSum, failuresSum);
    }

    int failures(long nowNanos) {
        advance(nowNanos);
        return failuresSum;
    }

    void clear() {
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            drop(bucket);
        }
    }

    /** Drops what is too old. A clock that lags behind another thread's counts as that thread's. */
    private long advance(long nowNanos) {
        long bucket = Math.floorDiv(nowNanos, bucketNanos);
        long ahead = used ? bucket - newest : 0;
        if (ahead >= BUCKETS) {
            clear();
        } else {
            for (long step = 1; step <= ahead; step++) {
                drop(Math.floorMod(newest + step, BUCKETS));
            }
        }
        if (!used || ahead > 0) {
            newest = bucket;
            used = true;
        }
        return newest;
    }

    private void drop(int bucket) {
        outcomesSum -= outcomes[bucket];
        failuresSum -= failures[bucket];
        outcomes[bucket] = 0;
        failures[bucket] = 0;
    }
}
