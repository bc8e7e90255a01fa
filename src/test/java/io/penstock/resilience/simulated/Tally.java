package io.penstock.resilience.simulated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What came of the calls of one scenario under one strategy, over all runs. */
final class Tally {
    long calls;
    long succeeded;
    long attempts;
    /** Requests to the first provider while it was ill. */
    long wasted;

    /** What the answers cost that came whole, in US dollars. */
    double dollars;
    /** Answers that came whole, by the number of the provider that brought the end of them. */
    final long[] served = new long[8];

    long illNanos;
    long virtualNanos;
    /** How long after the recovery of the first provider it served the first call, for each run that had a recovery. */
    final List<Long> returnNanos = new ArrayList<>();

    private final Times firstTokens = new Times();
    private final Times failures = new Times();

    void firstToken(long nanos) {
        firstTokens.add(nanos);
    }

    void failed(long nanos) {
        failures.add(nanos);
    }

    /** Nanoseconds; -1: none. */
    long firstTokenNanos(int percent) {
        return firstTokens.percentile(percent);
    }

    /** How long a caller that got an error has waited for it. */
    long failureNanos(int percent) {
        return failures.percentile(percent);
    }

    private static final class Times {
        private long[] values = new long[1 << 12];
        private int size;
        private boolean sorted;

        void add(long nanos) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = nanos;
            sorted = false;
        }

        long percentile(int percent) {
            if (size == 0) {
                return -1;
            }
            if (!sorted) {
                Arrays.sort(values, 0, size);
                sorted = true;
            }
            return values[(int) ((size - 1L) * percent / 100)];
        }
    }
}
