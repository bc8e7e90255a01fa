package io.penstock.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The open calls of one event loop, looked through every {@link #PERIOD_MILLIS} for those that wait too long. One timer
 * for all of them instead of one for each.
 */
final class Watch {
    /** How late an expiry may be noticed. */
    static final long PERIOD_MILLIS = 250;

    private final Set<Exchange> open = new LinkedHashSet<>();
    private final LongSupplier nanoTime;

    Watch(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(Exchange exchange) {
        open.add(exchange);
    }

    void remove(Exchange exchange) {
        open.remove(exchange);
    }

    int size() {
        return open.size();
    }

    /** Calls {@code expired} for every call whose time is over. */
    void look(Consumer<Exchange> expired) {
        long now = nanoTime.getAsLong();
        List<Exchange> over = new ArrayList<>();
        for (Exchange exchange : open) {
            if (exchange.expiresNanos - now < 0) {
                over.add(exchange);
            }
        }
        over.forEach(expired);
    }
}
