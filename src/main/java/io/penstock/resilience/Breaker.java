package io.penstock.resilience;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one endpoint is asked, from the outcomes of those who asked it. The state itself is kept by a {@link
 * Switch}, which nobody else may move. Thread-safe, shared by the event loops; a closed one takes no lock.
 *
 * <p>Between two changes of state lies an era: even ones are closed, odd ones open or half-open. A permit counts in the
 * era it was given in, so the late exit of an older one changes nothing.
 */
public final class Breaker {

    /** Where a breaker stands. */
    public enum State {
        /** Everybody is admitted. */
        CLOSED("closed"),
        /** Nobody is admitted, or the next caller will be the first probe. */
        OPEN("open"),
        /** A probe is out; or it told nothing and the next caller is another. */
        HALF_OPEN("half_open");

        private final String label;

        State(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * What a breaker looks like from outside.
     *
     * @param state where it stands
     * @param reason what brought it there; empty if it has always been closed
     * @param sinceNanos when it came there; the asked instant if it has always been closed
     * @param nextProbeNanos when a refused caller may come again; the asked instant if one is admitted now
     * @param outcomes in the window
     * @param failures among them
     */
    public record Status(
            State state, String reason, long sinceNanos, long nextProbeNanos, int outcomes, int failures) {}

    /** Comes back to a switch that is late, or to a probe that is out, after this time. */
    private static final long LOOK_AGAIN_NANOS = 1_000_000_000L;

    private final String endpoint;
    private final BreakerRules rules;
    private final Switch valve;
    private final Consumer<Transition> told;
    private final Tripwire tripwire;
    private final Patience patience;

    private volatile int era;
    private @Nullable Leave probe;
    private long probeSinceNanos;
    private boolean probeDue;
    private boolean probed;
    private @Nullable Transition latest;

    /**
     * @param valve the endpoint's own, closed; half-open {@code rules.openNanos()} after each opening
     * @param told hears of each change of state, on the thread that brought it about, with no lock held
     */
    public Breaker(String endpoint, BreakerRules rules, Switch valve, Consumer<Transition> told) {
        this.endpoint = endpoint;
        this.rules = rules;
        this.valve = valve;
        this.told = told;
        tripwire = new Tripwire(rules);
        patience = new Patience(rules);
    }

    /** Leave to send one request now; null: refused. While it is not closed, one caller at a time is let through. */
    public @Nullable Permit acquire(long nowNanos) {
        return acquire(nowNanos, false);
    }

    /**
     * Leave for a caller that would have to be told no because nobody else is left: a probe as soon as the switch is
     * half-open, however long the escalated time still lasts. That time spares callers a doubtful provider; one without
     * another has nothing to lose. Null: refused.
     */
    @Nullable
    Permit acquireLastResort(long nowNanos) {
        return acquire(nowNanos, true);
    }

    private @Nullable Permit acquire(long nowNanos, boolean lastResort) {
        int seen = era;
        return isClosed(seen) ? new Leave(seen) : acquireProbe(nowNanos, lastResort);
    }

    /** When {@link #acquireLastResort} may give a permit at the earliest; {@code nowNanos} if it does now. */
    synchronized long lastResortNanos(long nowNanos) {
        return nextProbeNanos(nowNanos, patience.lastResortNanos());
    }

    /** Whether {@link #acquire} would give a permit now. Takes nothing. */
    public boolean admits(long nowNanos) {
        return isClosed(era) || nextProbeNanos(nowNanos) == nowNanos;
    }

    /** Whether everybody is admitted. */
    boolean isClosed() {
        return isClosed(era);
    }

    /** When a refused caller may come again; {@code nowNanos} if it is admitted now. */
    public synchronized long nextProbeNanos(long nowNanos) {
        return nextProbeNanos(nowNanos, patience.dueNanos());
    }

    private long nextProbeNanos(long nowNanos, long dueNanos) {
        if (isClosed(era)) {
            return nowNanos;
        }
        if (probe != null && nowNanos - probeSinceNanos < rules.openNanosMax()) {
            return nowNanos + Math.min(LOOK_AGAIN_NANOS, probeSinceNanos + rules.openNanosMax() - nowNanos);
        }
        if (dueNanos - nowNanos > 0) {
            return dueNanos;
        }
        return valve.state() == Switch.State.OPEN ? nowNanos + LOOK_AGAIN_NANOS : nowNanos;
    }

    /** How it stands now. */
    public synchronized Status status(long nowNanos) {
        Transition last = latest;
        return new Status(
                state(),
                last == null ? "" : last.reason(),
                last == null ? nowNanos : last.atNanos(),
                nextProbeNanos(nowNanos),
                tripwire.outcomes(nowNanos),
                tripwire.failures(nowNanos));
    }

    private State state() {
        boolean closed = valve.state() == Switch.State.CLOSED;
        boolean probing = valve.state() == Switch.State.HALF_OPEN && probed;
        return closed ? State.CLOSED : probing ? State.HALF_OPEN : State.OPEN;
    }

    private @Nullable Permit acquireProbe(long nowNanos, boolean lastResort) {
        Leave leave;
        Transition change = null;
        synchronized (this) {
            leave = new Leave(era);
            if (isClosed(era)) {
                return leave;
            }
            boolean due = nextProbeNanos(nowNanos) == nowNanos;
            if (!due && !(lastResort && lastResortNanos(nowNanos) == nowNanos)) {
                return null;
            }
            probe = leave;
            probeDue = due;
            probeSinceNanos = nowNanos;
            if (!probed) {
                probed = true;
                change = change(State.OPEN, State.HALF_OPEN, "the first probe is sent", nowNanos);
            }
        }
        tell(change);
        return leave;
    }

    private @Nullable Transition succeeded(Leave leave, long nowNanos) {
        if (leave == probe) {
            return close(leave, nowNanos);
        }
        if (leave.era == era && isClosed(era)) {
            leave.before = tripwire.succeeded(nowNanos);
            leave.counted = true;
            leave.countedNanos = nowNanos;
        }
        return null;
    }

    private @Nullable Transition failed(Leave leave, Fault fault, long nowNanos) {
        if (leave == probe) {
            patience.reopened(probeDue, nowNanos);
            return open(State.HALF_OPEN, "the probe failed: " + fault.label(), nowNanos);
        }
        if (leave.era != era || !isClosed(era)) {
            return null;
        }
        if (leave.closed && patience.isTried(nowNanos)) {
            patience.reopened(true, nowNanos);
            nextEra();
            return open(State.CLOSED, "the probe's answer broke off: " + fault.label(), nowNanos);
        }
        String tripped =
                leave.counted ? tripwire.broke(leave.before, leave.countedNanos, nowNanos) : tripwire.failed(nowNanos);
        if (tripped == null) {
            return null;
        }
        patience.opened(nowNanos);
        nextEra();
        return open(State.CLOSED, tripped + ", the last one: " + fault.label(), nowNanos);
    }

    private Transition close(Leave leave, long nowNanos) {
        valve.reset();
        nextEra();
        tripwire.clear();
        patience.closed(nowNanos);
        leave.era = era;
        leave.closed = true;
        return change(State.HALF_OPEN, State.CLOSED, "the probe succeeded", nowNanos);
    }

    private Transition open(State from, String reason, long nowNanos) {
        valve.open();
        probe = null;
        probed = false;
        return change(from, State.OPEN, reason, nowNanos);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written only with the lock held
    private void nextEra() {
        era++;
        probe = null;
        probed = false;
    }

    private Transition change(State from, State to, String reason, long nowNanos) {
        long nextProbe = to == State.OPEN ? patience.dueNanos() : nowNanos;
        Transition change = new Transition(endpoint, from, to, reason, nowNanos, nextProbe);
        latest = change;
        return change;
    }

    private void tell(@Nullable Transition change) {
        if (change != null) {
            told.accept(change);
        }
    }

    private static boolean isClosed(int era) {
        return (era & 1) == 0;
    }

    /** One request's leave. Its fields are guarded by the breaker's lock. */
    private final class Leave implements Permit {
        private int era;
        private boolean succeeded;
        /** Whether its success closed the breaker, or else was counted; when; after how many failures in a row. */
        private boolean closed;

        private boolean counted;
        private long countedNanos;
        private int before;
        private boolean over;

        Leave(int era) {
            this.era = era;
        }

        @Override
        public void succeeded(long nowNanos) {
            Transition change;
            synchronized (Breaker.this) {
                if (succeeded || over) {
                    return;
                }
                succeeded = true;
                change = Breaker.this.succeeded(this, nowNanos);
            }
            tell(change);
        }

        @Override
        public void failed(Fault fault, long nowNanos) {
            Transition change;
            synchronized (Breaker.this) {
                change = over ? null : Breaker.this.failed(this, fault, nowNanos);
                over = true;
            }
            tell(change);
        }

        @Override
        public void ignored(long nowNanos) {
            synchronized (Breaker.this) {
                over = true;
                if (probe == this) {
                    probe = null;
                }
            }
        }
    }
}
