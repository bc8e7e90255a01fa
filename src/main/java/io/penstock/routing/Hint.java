package io.penstock.routing;

/**
 * A way of asking that a target rejects, as experience shows.
 *
 * @param uses the {@link Feature}s that it rejects together, as bits; never none
 * @param untilNanos until then it is left alone with that; afterwards a call may try
 */
public record Hint(int uses, long untilNanos) {
    /** Whether a request with these features would be rejected. */
    public boolean bars(int features, long nowNanos) {
        return (uses & ~features) == 0 && untilNanos - nowNanos > 0;
    }
}
