package io.penstock.proxy;

import io.penstock.dialect.Quirk;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.Wire;
import io.penstock.resilience.Hints;
import io.penstock.resilience.Objection;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Feature;

/**
 * What calls teach about what targets reject, and what follows from it for how they are asked. A conversation's request alone
 * teaches, as it was sent. Owned by one event loop; what was learned is shared by all.
 */
final class Lessons {
    private final Hints hints;
    private final boolean dropParams;

    /** @param dropParams whether what was translated may have lost some of its settings on the way */
    Lessons(Hints hints, boolean dropParams) {
        this.hints = hints;
        this.dropParams = dropParams;
    }

    /** The target answers. */
    void answered(UpstreamCall call, long nowNanos) {
        if (teaches(call) && !(dropParams && call.translated())) {
            hints.succeeded(call.target(), sent(call), nowNanos);
        }
    }

    /** The target has refused. */
    void refused(UpstreamCall call, Verdict verdict, long nowNanos) {
        if (verdict instanceof Verdict.Incompatible(Objection objection)
                && objection != null
                && !call.committed
                && teaches(call)) {
            hints.refused(call.target(), sent(call), objection, call.exchange.id, nowNanos);
        }
    }

    /** Whether the bound of the answer is to be written by its other name, because this target rejects the one it has. */
    boolean respells(UpstreamCall call) {
        int spelt = spelt(call);
        return spelt != 0
                && (call.target().equals(call.exchange.misspelt)
                        || hints.rejects(call.target(), spelt, call.startedNanos));
    }

    /** Whether that refusal was about nothing but this name, so that the same target may be asked by the other. */
    boolean isMisspelt(UpstreamCall call, Verdict verdict) {
        int spelt = spelt(call);
        return !call.respelled
                && verdict instanceof Verdict.Incompatible(Objection objection)
                && objection != null
                && (objection.uses() & spelt) != 0
                && (objection.uses() & ~Feature.SPELLINGS) == 0
                && !hints.avoids(call.target(), Feature.SPELLINGS ^ spelt, call.startedNanos);
    }

    /** Whether the request is the caller's own; with a beginning put in it may be that which is refused. */
    private static boolean teaches(UpstreamCall call) {
        return call.exchange.route.kind() == Route.Kind.CONVERSATION && call.begun == null;
    }

    /** The features of the request as it went to the provider, as bits. */
    private static int sent(UpstreamCall call) {
        RequestFacts facts = call.exchange.facts;
        int asked = facts == null ? 0 : Inquiries.uses(call.exchange.route, facts);
        int others = call.translated() ? asked & ~Feature.SPELLINGS : asked;
        int spelt = spelt(call);
        if (spelt == 0) {
            return others;
        }
        return others & ~Feature.SPELLINGS | (call.respelled ? Feature.SPELLINGS ^ spelt : spelt);
    }

    /** The bit of the name that the bound has where it is not respelled; 0 where there is none that could be. */
    private static int spelt(UpstreamCall call) {
        RequestFacts facts = call.exchange.facts;
        if (facts == null || call.wire != Wire.CHAT || call.exchange.route.kind() != Route.Kind.CONVERSATION) {
            return 0;
        }
        if (!call.translated()) {
            return facts.bound() == null ? 0 : facts.needs().uses() & Feature.SPELLINGS;
        }
        if (facts.needs().outputTokensMax() == 0) {
            return 0;
        }
        boolean old = call.provider().quirks().contains(Quirk.MAX_TOKENS);
        return (old ? Feature.MAX_TOKENS : Feature.MAX_COMPLETION_TOKENS).bit();
    }
}
