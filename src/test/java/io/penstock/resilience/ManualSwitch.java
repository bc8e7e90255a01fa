package io.penstock.resilience;

import java.util.function.LongSupplier;

/** The switch on a clock that the test moves: half-open a fixed time after the last opening. */
public final class ManualSwitch implements Switch {
    private final LongSupplier clock;
    private final long openNanos;
    private boolean closed = true;
    private long openedAtNanos;

    public ManualSwitch(LongSupplier clock, long openNanos) {
        this.clock = clock;
        this.openNanos = openNanos;
    }

    @Override
    public State state() {
        if (closed) {
            return State.CLOSED;
        }
        return clock.getAsLong() - openedAtNanos >= openNanos ? State.HALF_OPEN : State.OPEN;
    }

    @Override
    public void open() {
        closed = false;
        openedAtNanos = clock.getAsLong();
    }

    @Override
    public void reset() {
        closed = state() != State.OPEN;
    }
}
