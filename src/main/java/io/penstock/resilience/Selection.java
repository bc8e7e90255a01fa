package io.penstock.resilience;

import io.penstock.routing.Candidate;
import io.penstock.routing.Target;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the best of those who can be asked at this moment, and the key for it. Owned by one {@link Pursuit}. */
final class Selection {
    private static final int BESIDE_ITSELF = 100_000;

    private final List<Candidate> candidates;
    private final Cells cells;
    private final Trail trail;

    Selection(List<Candidate> candidates, Cells cells, Trail trail) {
        this.candidates = candidates;
        this.cells = cells;
        this.trail = trail;
    }

    /**
     * Null: nobody can be asked now.
     *
     * @param beside whether a provider with a request running is only the last resort
     */
    @Nullable
    Candidate best(long nowNanos, Predicate<Candidate> preferred, boolean beside) {
        Candidate best = null;
        int lowest = Integer.MAX_VALUE;
        for (int i = 0; i < candidates.size() && lowest > 0; i++) {
            Candidate candidate = candidates.get(i);
            int rank = rank(candidate, preferred, beside, nowNanos);
            if (rank < lowest && isAvailable(candidate, nowNanos)) {
                best = candidate;
                lowest = rank;
            }
        }
        return best;
    }

    /**
     * A key that can be used now. Keys take turns, and those that are out are left out of it, so that none gets the
     * turns of its neighbour besides its own.
     */
    int key(Target target, long nowNanos) {
        int keys = cells.keys(target.provider());
        if (keys == 1) {
            return 0;
        }
        int turn = cells.turn(target.provider());
        int skip = turn % Math.max(1, usableKeys(target, nowNanos));
        int last = turn % keys;
        for (int key = 0; key < keys && skip >= 0; key++) {
            if (isUsable(target, key, nowNanos)) {
                last = key;
                skip--;
            }
        }
        return last;
    }

    /** 0 is the best. */
    private int rank(Candidate candidate, Predicate<Candidate> preferred, boolean beside, long nowNanos) {
        Target target = candidate.target();
        int rank = trail.rank(target) + (beside && trail.isRunning(target.provider()) ? BESIDE_ITSELF : 0);
        boolean doubtful = isDoubtful(target) || cells.isLate(target, nowNanos);
        return rank * 4 + (doubtful ? 2 : 0) + (preferred.test(candidate) ? 0 : 1);
    }

    // A call that has lost time already leaves the probe of a doubtful provider to others.
    private boolean isDoubtful(Target target) {
        return trail.asked() > 0 && !cells.breaker(target.provider()).isClosed();
    }

    private boolean isAvailable(Candidate candidate, long nowNanos) {
        Target target = candidate.target();
        return !trail.bars(candidate)
                && trail.restNanos(target, nowNanos) == 0
                && cells.breaker(target.provider()).admits(nowNanos)
                && hasUsableKey(target, nowNanos);
    }

    private boolean hasUsableKey(Target target, long nowNanos) {
        int keys = cells.keys(target.provider());
        for (int key = 0; key < keys; key++) {
            if (isUsable(target, key, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    private int usableKeys(Target target, long nowNanos) {
        int usable = 0;
        int keys = cells.keys(target.provider());
        for (int key = 0; key < keys; key++) {
            usable += isUsable(target, key, nowNanos) ? 1 : 0;
        }
        return usable;
    }

    private boolean isUsable(Target target, int key, long nowNanos) {
        return !trail.bars(target, key) && cells.restNanos(target, key, nowNanos) == 0;
    }
}
