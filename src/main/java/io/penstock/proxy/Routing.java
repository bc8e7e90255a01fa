package io.penstock.proxy;

import io.penstock.dialect.RequestFacts;
import io.penstock.resilience.Hints;
import io.penstock.resilience.Objection;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Affinity;
import io.penstock.routing.Availability;
import io.penstock.routing.Feature;
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
        if (teaches(call)) {
            hints.succeeded(call.target(), uses(call), nowNanos);
        }
    }

    /** It failed before an answer. */
    void failed(UpstreamCall call, Verdict verdict, long nowNanos) {
        if (verdict instanceof Verdict.Incompatible(Objection objection) && objection != null && teaches(call)) {
            hints.refused(call.target(), uses(call), objection, call.exchange.id, nowNanos);
        }
    }

    /** Whether its bound of the answer is to be written by its other name, because the target rejects this one. */
    boolean respells(UpstreamCall call) {
        int spelt = call.translated() || !teaches(call) ? 0 : uses(call) & Feature.SPELLINGS;
        return Integer.bitCount(spelt) == 1 && hints.rejects(call.target(), spelt, call.startedNanos);
    }

    /** Whether what came of it says something of the request as its caller wrote it. */
    private static boolean teaches(UpstreamCall call) {
        return call.exchange.route.kind() == Route.Kind.CONVERSATION && call.begun == null;
    }

    private static int uses(UpstreamCall call) {
        RequestFacts facts = call.exchange.facts;
        int uses = facts == null ? 0 : Inquiries.uses(call.exchange.route, facts);
        return call.translated() || call.respelled ? uses & ~Feature.SPELLINGS : uses;
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
