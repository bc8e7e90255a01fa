package io.penstock.routing;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** The pace of one target. Thread-safe without locks: a sample takes the place of the one before. */
final class PaceCell {
    /** An outcome this old counts half as much as a new one. */
    static final long HALF_LIFE_NANOS = 60_000_000_000L;
    /** What was seen longer ago says nothing. */
    static final long FORGOTTEN_NANOS = 600_000_000_000L;

    /** In tokens per second, where only the first token's time is known. */
    private static final double SPEED_USUAL = 50;

    private static final AtomicReferenceFieldUpdater<PaceCell, Seen> SEEN =
            AtomicReferenceFieldUpdater.newUpdater(PaceCell.class, Seen.class, "seen");
    private static final Seen NOTHING = new Seen(0, Double.NaN, 0, Double.NaN, 0);

    private final AtomicInteger running = new AtomicInteger();
    private volatile Seen seen = NOTHING;
    private volatile long touchedNanos;

    /** Means, and how much is behind them. */
    private record Seen(long atNanos, double firstToken, double firstTokens, double speed, double speeds) {
        double decay(long nowNanos) {
            return StrictMath.pow(0.5, Math.max(0, nowNanos - atNanos) / (double) HALF_LIFE_NANOS);
        }

        Seen with(double firstTokenSeconds, double tokensPerSecond, long nowNanos) {
            double decay = decay(nowNanos);
            double firsts = firstTokens * decay;
            double fasts = speeds * decay;
            boolean token = !Double.isNaN(firstTokenSeconds);
            boolean fast = !Double.isNaN(tokensPerSecond);
            return new Seen(
                    nowNanos,
                    token ? mean(firstToken, firsts, firstTokenSeconds) : firstToken,
                    token ? firsts + 1 : firsts,
                    fast ? mean(speed, fasts, tokensPerSecond) : speed,
                    fast ? fasts + 1 : fasts);
        }

        private static double mean(double before, double weight, double sample) {
            return weight == 0 ? sample : before + (sample - before) / (weight + 1);
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

    /** No number stands for what is not known. */
    void saw(double firstTokenSeconds, double tokensPerSecond, long nowNanos) {
        touchedNanos = nowNanos;
        boolean kept = false;
        while (!kept) {
            Seen before = seen;
            Seen last = forgotten(before, nowNanos) ? NOTHING : before;
            kept = SEEN.compareAndSet(this, before, last.with(firstTokenSeconds, tokensPerSecond, nowNanos));
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
        return forgotten(last, nowNanos) ? Double.NaN : last.speed;
    }

    /** How long an answer of so many tokens takes; no number where nothing is known. */
    double seconds(long tokens, long nowNanos) {
        Seen last = seen;
        if (forgotten(last, nowNanos)) {
            return Double.NaN;
        }
        double first = Double.isNaN(last.firstToken) ? 0 : last.firstToken;
        return first + tokens / (Double.isNaN(last.speed) ? SPEED_USUAL : last.speed);
    }

    boolean idle(long nowNanos) {
        return running.get() == 0 && nowNanos - touchedNanos > FORGOTTEN_NANOS;
    }

    private static boolean forgotten(Seen last, long nowNanos) {
        return last.firstTokens + last.speeds == 0 || nowNanos - last.atNanos > FORGOTTEN_NANOS;
    }
}
