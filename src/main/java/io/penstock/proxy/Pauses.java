package io.penstock.proxy;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Calls that wait before they are tried again: for a rate limit to pass, or for a provider to recover a little. Bounded
 * by {@code resilience.waiting_calls_max}. Owned by one event loop.
 */
final class Pauses {
    private final Vertx vertx;
    private final int max;
    private int waiting;

    Pauses(Vertx vertx, int max) {
        this.vertx = vertx;
        this.max = max;
    }

    /** Goes on with {@code then} after that time. Whether there was room to wait. */
    boolean begin(Exchange exchange, long nanos, Runnable then) {
        if (waiting >= max) {
            return false;
        }
        waiting++;
        exchange.pause = vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), timer -> {
            waiting--;
            exchange.pause = Exchange.NO_TIMER;
            then.run();
        });
        return true;
    }

    /** Ends the call's wait, if it waits. */
    void end(Exchange exchange) {
        if (exchange.pause != Exchange.NO_TIMER && vertx.cancelTimer(exchange.pause)) {
            waiting--;
        }
        exchange.pause = Exchange.NO_TIMER;
    }
}
