package io.penstock.resilience;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What one target has taken and rejected. Changed under the lock of its {@link Hints} only; {@link #knows} is for all threads. */
final class Experience {
    private static final long PROOF_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Objections to the same features. */
    static final class Doubt {
        final int uses;
        int errors;
        long restNanos;
        long untilNanos;
        boolean inForce;
        UUID lastCall;

        Doubt(int uses, UUID call) {
            this.uses = uses;
            this.lastCall = call;
        }
    }

    volatile List<Doubt> doubts = List.of();

    /** What it took lately, and in the hour before that. */
    private volatile int taken;

    private volatile int takenBefore;
    private volatile long turnedNanos;

    Experience(long nowNanos) {
        turnedNanos = nowNanos;
    }

    /** Whether a success of these features says nothing new. */
    boolean knows(int uses, long nowNanos) {
        List<Doubt> held = doubts;
        for (int i = 0; i < held.size(); i++) {
            if ((held.get(i).uses & ~uses) == 0) {
                return false;
            }
        }
        return (uses & ~taken) == 0 && nowNanos - turnedNanos < PROOF_NANOS;
    }

    /**
     * Drops all doubts about what has succeeded.
     *
     * @return whether one of them was in force
     */
    boolean disproves(int uses) {
        boolean heeded = doubts.stream().anyMatch(doubt -> doubt.inForce && (doubt.uses & ~uses) == 0);
        doubts = doubts.stream().filter(doubt -> (doubt.uses & ~uses) != 0).toList();
        return heeded;
    }

    void took(int uses, long nowNanos) {
        turn(nowNanos);
        taken |= uses;
    }

    /** Whether it has taken all of these lately, if not together. */
    boolean hasTaken(int uses, long nowNanos) {
        turn(nowNanos);
        return (uses & ~(taken | takenBefore)) == 0;
    }

    private void turn(long nowNanos) {
        long nanos = nowNanos - turnedNanos;
        if (nanos >= PROOF_NANOS) {
            takenBefore = nanos < 2 * PROOF_NANOS ? taken : 0;
            taken = 0;
            turnedNanos = nowNanos;
        }
    }

    /** The one about these features, a new one where there is none; {@code null} where there is no room for one. */
    @Nullable
    Doubt doubt(int uses, UUID call) {
        for (Doubt doubt : doubts) {
            if (doubt.uses == uses) {
                return doubt;
            }
        }
        List<Doubt> more = new ArrayList<>(doubts);
        if (more.size() >= Hints.HINTS_PER_TARGET_MAX) {
            Doubt least = more.stream()
                    .filter(one -> !one.inForce)
                    .min(Comparator.comparingInt(one -> one.errors))
                    .orElse(null);
            if (least == null) {
                return null;
            }
            more.remove(least);
        }
        Doubt fresh = new Doubt(uses, call);
        more.add(fresh);
        doubts = List.copyOf(more);
        return fresh;
    }
}
