package io.penstock.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** The pace of one target. Thread-safe without locks: a sample takes the place of the one before. */
final class PaceCell {
    /** An outcome this old counts half as much as a new one. */
    static final long HALF_LIFE_NANOS = 60_000_000_000L;
    /** What was seen longer ago says nothing. */
    static final long FORGOTTEN_NANOS = 600_000_000_000L;

    /** In tokens per second, of what is not known. */
    static final double SPEED_USUAL = 50;
    /** Until the first token, of what is not known. */
    static final double FIRST_TOKEN_USUAL = 1;

    private static final AtomicReferenceFieldUpdater<PaceCell, Seen> SEEN =
            AtomicReferenceFieldUpdater.newUpdater(PaceCell.class, Seen.class, "seen");
    private static final Seen NOTHING = new Seen(0, Double.NaN, 0, 0, 0);

    private final AtomicInteger running = new AtomicInteger();
    private volatile Seen seen = NOTHING;
    private volatile long touchedNanos;

    /** A mean and what is behind it, and two sums; all fade. */
    private record Seen(long atNanos, double firstToken, double firstTokens, double tokens, double seconds) {

        Seen with(double firstTokenSeconds, long moreTokens, double moreSeconds, long nowNanos) {
            double decay = StrictMath.pow(0.5, Math.max(0, nowNanos - atNanos) / (double) HALF_LIFE_NANOS);
            double weight = firstTokens * decay;
            boolean token = !Double.isNaN(firstTokenSeconds);
            double mean =
                    weight == 0 ? firstTokenSeconds : firstToken + (firstTokenSeconds - firstToken) / (weight + 1);
            return new Seen(
                    nowNanos,
                    token ? mean : firstToken,
                    token ? weight + 1 : weight,
                    tokens * decay + moreTokens,
                    seconds * decay + moreSeconds);
        }

        /** Long answers count for more than short ones. */
        double speed() {
            return seconds == 0 ? Double.NaN : tokens / seconds;
        }
    }

    PaceCell(long nowNanos) {
        touchedNanos = nowNanos;
    }

    void began(long nowNanos) {
        touchedNanos = nowNanos;
        running.incrementAndGet();
    }

    void ended() {
        running.updateAndGet(count -> Math.max(0, count - 1));
    }

    /**
     * Counts what one request told.
     *
     * @param firstTokenSeconds no number where that is not known
     * @param tokens that came in so many seconds; 0 where that is not known
     */
    void saw(double firstTokenSeconds, long tokens, double seconds, long nowNanos) {
        touchedNanos = nowNanos;
        boolean kept = false;
        while (!kept) {
            Seen before = seen;
            Seen last = forgotten(before, nowNanos) ? NOTHING : before;
            kept = SEEN.compareAndSet(this, before, last.with(firstTokenSeconds, tokens, seconds, nowNanos));
        }
    }

    int running() {
        return running.get();
    }

    double firstTokenSeconds(long nowNanos) {
        Seen last = seen;
        return forgotten(last, nowNanos) ? Double.NaN : last.firstToken;
    }

    double tokensPerSecond(long nowNanos) {
        Seen last = seen;
        return forgotten(last, nowNanos) ? Double.NaN : last.speed();
    }

    /** How long an answer of so many tokens takes; no number where nothing is known. */
    double seconds(long tokens, long nowNanos) {
        Seen last = seen;
        if (forgotten(last, nowNanos)) {
            return Double.NaN;
        }
        double first = Double.isNaN(last.firstToken) ? 0 : last.firstToken;
        return first + tokens / (last.seconds == 0 ? SPEED_USUAL : last.speed());
    }

    boolean idle(long nowNanos) {
        return running.get() == 0 && nowNanos - touchedNanos > FORGOTTEN_NANOS;
    }

    private static boolean forgotten(Seen last, long nowNanos) {
        return last.firstTokens + last.seconds == 0 || nowNanos - last.atNanos > FORGOTTEN_NANOS;
    }
}
