package io.penstock.resilience;

/**
 * A breaker has changed its state.
 *
 * @param endpoint whose
 * @param from the state it left
 * @param to the state it is in
 * @param reason what brought it about, in a few words for people
 * @param atNanos when, on the clock that the breaker is given
 * @param nextProbeNanos when the next probe is due, on the same clock; atNanos unless {@code to} is open
 */
public record Transition(
        String endpoint, Breaker.State from, Breaker.State to, String reason, long atNanos, long nextProbeNanos) {}
