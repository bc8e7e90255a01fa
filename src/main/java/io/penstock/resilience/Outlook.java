package io.penstock.resilience;

import io.penstock.resilience.Pursuit.Move.GiveUp;
import io.penstock.routing.Candidate;
import io.penstock.routing.Target;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What is left to a call that can ask nobody at this moment: to wait, to try what is benched, or to give up. */
final class Outlook {
    private static final long JITTER_NANOS_MAX = 1_000_000_000L;
    private static final long WAIT_NANOS_MIN = 1_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final Cells cells;
    private final Trail trail;
    private final long nowNanos;
    /** False: whoever the plan names has had its chance. */
    private boolean anybodyLeft;

    private long waitNanos = NEVER;
    private boolean limited;
    private long comebackNanos = NEVER;
    private @Nullable Candidate trial;
    private int trialKey;
    private @Nullable Candidate lastResort;

    Outlook(List<Candidate> candidates, Cells cells, Trail trail, long nowNanos) {
        this.cells = cells;
        this.trail = trail;
        this.nowNanos = nowNanos;
        for (Candidate candidate : candidates) {
            if (!trail.bars(candidate)) {
                look(candidate);
            }
        }
    }

    /** How long until somebody can be asked whom waiting alone sets free; the largest number if there is none. */
    long waitNanos() {
        return waitNanos;
    }

    /**
     * The same, with a little on top where a rate limit ends, so that those who wait for it do not come at once.
     *
     * @param leftNanos less than this
     */
    long waitNanos(long leftNanos, RandomGenerator random) {
        long spread = limited ? Math.min(JITTER_NANOS_MAX, waitNanos / 4) : 0;
        long jitter = random.nextLong(Math.min(spread, leftNanos - 1 - waitNanos) + 1);
        return Math.max(WAIT_NANOS_MIN, waitNanos + jitter);
    }

    /**
     * Behind a breaker whose time is not over, but which admits a caller without another; nothing else is in its way.
     */
    @Nullable
    Candidate lastResort() {
        return lastResort;
    }

    /** Benched, but due for a trial. */
    @Nullable
    Candidate trial() {
        return trial;
    }

    /** The key of {@link #trial}. */
    int trialKey() {
        return trialKey;
    }

    /** What it is given up with at once; null: there is somebody to try, or to wait for in less than this time. */
    @Nullable
    GiveUp hopeless(long leftNanos) {
        if (!anybodyLeft) {
            return new GiveUp(Pursuit.Reason.FINAL, -1);
        }
        boolean hope = waitNanos < leftNanos || trial != null || lastResort != null;
        return hope ? null : giveUp();
    }

    /** What it is given up with if there is nothing to be tried: why, and when anybody may be asked again, rounded up. */
    GiveUp giveUp() {
        boolean unavailable = waitNanos == NEVER || limited;
        long nanos = Math.min(waitNanos, comebackNanos);
        return new GiveUp(
                unavailable ? Pursuit.Reason.UNAVAILABLE : Pursuit.Reason.DEADLINE,
                nanos / NANOS_PER_MILLI + (nanos % NANOS_PER_MILLI == 0 ? 0 : 1));
    }

    private void look(Candidate candidate) {
        Target target = candidate.target();
        long probe = cells.breaker(target.provider()).lastResortNanos(nowNanos) - nowNanos;
        boolean open = !cells.breaker(target.provider()).admits(nowNanos);
        int keys = cells.keys(target.provider());
        for (int key = 0; key < keys; key++) {
            if (!trail.bars(target, key)) {
                anybodyLeft = true;
                look(candidate, key, probe, open);
            }
        }
    }

    private void look(Candidate candidate, int key, long probeNanos, boolean open) {
        Target target = candidate.target();
        long rest = trail.restNanos(target, nowNanos);
        long bench = cells.restNanos(target, key, nowNanos);
        long trialIn = cells.trialInNanos(target, key, nowNanos);
        long out = Math.max(rest, trialIn < 0 ? bench : Math.min(bench, trialIn));
        if (open || trialIn >= 0) {
            comebackNanos = Math.min(comebackNanos, Math.max(out, probeNanos));
            if (trial == null && trialIn == 0 && rest == 0 && !open) {
                trial = candidate;
                trialKey = key;
            } else if (lastResort == null && out == 0 && trialIn < 0 && probeNanos == 0) {
                lastResort = candidate;
            }
        } else if (out < waitNanos) {
            waitNanos = out;
            limited = bench > rest;
        }
    }
}
