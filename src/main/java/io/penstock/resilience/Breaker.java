package io.penstock.resilience;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one endpoint is asked, from the outcomes of those who asked it. Thread-safe, shared by the event loops.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Breaker {

    /** Where a breaker stands. */
    public enum State {
        CLOSED("closed"),
        OPEN("open"),
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
     * @param reason what brought it there; empty if it has never left closed
     * @param sinceNanos when it came there
     * @param nextProbeNanos when a refused caller may come again; the asked instant if it admits one now
     * @param outcomes in the window
     * @param failures among them
     */
    public record Status(
            State state, String reason, long sinceNanos, long nextProbeNanos, int outcomes, int failures) {}

    public Breaker(String endpoint, BreakerRules rules, Switch valve, Consumer<Transition> told) {}

    /** Leave to send one request now; null: refused. */
    public @Nullable Permit acquire(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** Whether {@link #acquire} would give a permit now. Takes nothing. */
    public boolean admits(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    /** When a refused caller may come again; {@code nowNanos} if it is admitted now. */
    public long nextProbeNanos(long nowNanos) {
        throw new UnsupportedOperationException();
    }

    public Status status(long nowNanos) {
        throw new UnsupportedOperationException();
    }
}
