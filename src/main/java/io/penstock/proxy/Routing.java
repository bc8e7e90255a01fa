package io.penstock.proxy;

import io.penstock.resilience.Hints;
import io.penstock.routing.Affinity;
import io.penstock.routing.Availability;
import io.penstock.routing.Paces;
import io.penstock.routing.Router;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What routers decide by, and what calls teach them. Shared by all event loops.
 *
 * @param paces how fast targets answer
 * @param affinity who served which conversation last
 * @param availability who can be asked
 * @param hints what targets reject
 * @param today the day (UTC), counted from 1970
 */
public record Routing(Paces paces, Affinity affinity, Availability availability, Hints hints, LongSupplier today) {

    /** One for one thread. */
    public Router router(RandomGenerator random) {
        return new Router(paces, availability, hints, affinity, random, today);
    }

    /** A request is sent. */
    void began(UpstreamCall call) {
        paces.began(call.target(), call.startedNanos);
    }

    /** The caller gets this one's answer. */
    void committed(UpstreamCall call, long nowNanos) {
        call.firstTokenNanos = nowNanos - call.startedNanos;
        if (call.exchange.plan != null) {
            affinity.served(call.exchange.plan, call.target(), nowNanos);
        }
    }

    /** The request is over, however it ended. */
    void ended(UpstreamCall call, long nowNanos) {
        long nanos = nowNanos - call.startedNanos;
        if (!call.committed) {
            paces.silent(call.target(), nanos, nowNanos);
        } else if (call.exchange.streaming()) {
            paces.streamed(call.target(), call.firstTokenNanos, call.usage().output(), nanos, nowNanos);
        } else {
            paces.answered(call.target(), call.usage().output(), nanos, nowNanos);
        }
    }
}
