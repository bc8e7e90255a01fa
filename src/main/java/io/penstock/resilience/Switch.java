package io.penstock.resilience;

/**
 * What keeps the state of one circuit: closed; opened; half-open a fixed time after it was opened. Thread-safe.
 */
public interface Switch {

    /** Where it stands. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    State state();

    /** Opens it, whatever its state, and starts the fixed time anew. */
    void open();

    /** Closes it if it is half-open; else nothing happens. */
    void reset();
}
