package io.penstock.proxy;

import io.penstock.dialect.DeliveredText;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestFacts.Begun;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Candidate;
import io.penstock.routing.Prefill;
import io.penstock.routing.Target;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how an answer that broke off goes on elsewhere: given its beginning to continue where the model takes one,
 * else started anew. Remembers who rejected a beginning. Owned by one event loop.
 */
final class Rescues {
    /** Targets remembered to reject a beginning; beyond it none is added. */
    static final int REJECTING_MAX = 1_000;

    private final Set<Target> rejecting = new HashSet<>();

    /** Takes note of what can be rescued. Whether anything can. */
    static boolean begin(Exchange exchange, Failure failure) {
        DeliveredText text = exchange.delivery == null ? null : exchange.delivery.text();
        if (text == null || !exchange.repeatable()) {
            return false;
        }
        if (exchange.rescue == null) {
            exchange.rescue = new Rescue(failure, text);
        }
        return true;
    }

    /** What a target is given to continue; {@code null} where it begins at the beginning. */
    @Nullable
    Begun begun(Exchange exchange, Candidate candidate) {
        Rescue rescue = exchange.rescue;
        if (rescue == null || !continues(exchange, candidate)) {
            return null;
        }
        String text = rescue.text().text();
        return text.isEmpty() ? null : new Begun(candidate.traits().prefill(), text);
    }

    /** Whether a target would continue a beginning, as far as is known. */
    boolean continues(Exchange exchange, Candidate candidate) {
        RequestFacts facts = exchange.facts;
        return candidate.traits().prefill() != Prefill.NONE
                && facts != null
                && facts.conversationEnd() >= 0
                && !rejecting.contains(candidate.target());
    }

    /** Whether this was the refusal of a beginning, which says nothing about the request itself. */
    boolean refused(UpstreamCall call, Failure failure) {
        boolean refused = call.begun != null && failure.verdict().cell() == Verdict.Cell.NOBODY;
        if (refused && rejecting.size() < REJECTING_MAX) {
            rejecting.add(call.target());
        }
        return refused;
    }
}
