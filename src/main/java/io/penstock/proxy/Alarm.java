package io.penstock.proxy;

import java.util.concurrent.TimeUnit;

/** One wait with an end. Looked at by the {@link Watch}, so it costs no timer. Owned by one event loop. */
final class Alarm {
    private Expiry expiry = Expiry.NOTHING;
    private long atNanos;

    /** Waits for this from now on, and for nothing else. */
    void set(Expiry next, long nowNanos, int seconds) {
        setAt(next, nowNanos + TimeUnit.SECONDS.toNanos(seconds));
    }

    void setAt(Expiry next, long nanos) {
        expiry = next;
        atNanos = nanos;
    }

    void clear() {
        expiry = Expiry.NOTHING;
    }

    boolean isFor(Expiry asked) {
        return expiry == asked;
    }

    /** What has been waited for too long; {@link Expiry#NOTHING} if nothing has. */
    Expiry over(long nowNanos) {
        return expiry != Expiry.NOTHING && atNanos - nowNanos < 0 ? expiry : Expiry.NOTHING;
    }
}
