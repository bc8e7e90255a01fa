package io.penstock.proxy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ObjLongConsumer;

/**
 * The open calls of one event loop, looked through every {@link #PERIOD_MILLIS} for those that wait too long. One timer
 * for all of them instead of several for each.
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

    /** Tells {@code due} every call for which a time has come, and what time it is. */
    void look(ObjLongConsumer<Exchange> due) {
        long now = nanoTime.getAsLong();
        List<Exchange> over = new ArrayList<>();
        for (Exchange exchange : open) {
            if (exchange.isDue(now)) {
                over.add(exchange);
            }
        }
        over.forEach(exchange -> due.accept(exchange, now));
    }
}
