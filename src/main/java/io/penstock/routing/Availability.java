package io.penstock.routing;

/** Tells whether a target can be asked at this moment. Called on event loops: it must not wait, and it takes nothing. */
public interface Availability {
    /** Everybody can be asked. */
    Availability ALWAYS = (target, nowNanos) -> true;

    /** Whether its provider's breaker admits, and a key for the model is not benched. */
    boolean available(Target target, long nowNanos);
}
