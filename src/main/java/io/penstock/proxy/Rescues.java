package io.penstock.proxy;

import io.penstock.dialect.DeliveredText;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestFacts.Begun;
import io.penstock.resilience.Verdict;
import io.penstock.routing.Candidate;
import io.penstock.routing.Prefill;
import io.penstock.routing.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how an answer that broke off goes on elsewhere: given its beginning to continue where the model takes one,
 * else started anew. Remembers who rejected a beginning. Owned by one event loop.
 */
final class Rescues {
    /** Targets remembered to reject a beginning; beyond it none is added. */
    static final int REJECTING_MAX = 1_000;

    /** For how long. */
    private static final long REJECTING_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Map<Target, Long> rejecting = new HashMap<>();

    /** Takes note of what can be rescued. Whether anything can. */
    static boolean begin(Exchange exchange, Failure failure) {
        DeliveredText text = exchange.delivery == null ? null : exchange.delivery.text();
        if (text == null || text.text() == null || !exchange.repeatable()) {
            return false;
        }
        if (exchange.rescue == null) {
            exchange.rescue = new Rescue(failure, text);
        }
        return true;
    }

    /** What a target is given to continue; {@code null} where it begins at the beginning. */
    @Nullable
    Begun begun(Exchange exchange, Candidate candidate, long now) {
        Rescue rescue = exchange.rescue;
        if (rescue == null || !continues(exchange, candidate, now)) {
            return null;
        }
        String text = rescue.text().text();
        // A provider could not be given half a character.
        return text == null || text.isEmpty() || Character.isHighSurrogate(text.charAt(text.length() - 1))
                ? null
                : new Begun(candidate.traits().prefill(), text);
    }

    /** Whether a target would continue a beginning, as far as is known. */
    boolean continues(Exchange exchange, Candidate candidate, long now) {
        RequestFacts facts = exchange.facts;
        return candidate.traits().prefill() != Prefill.NONE
                && facts != null
                && facts.conversationEnd() >= 0
                && !isRejecting(candidate.target(), now);
    }

    private boolean isRejecting(Target target, long now) {
        Long until = rejecting.get(target);
        if (until != null && until - now < 0) {
            rejecting.remove(target);
            return false;
        }
        return until != null;
    }

    /** Whether this was the refusal of a beginning, which says nothing about the request itself. */
    boolean refused(UpstreamCall call, Failure failure, long now) {
        boolean taken =
                failure.verdict() instanceof Verdict.CallersFault || failure.verdict() instanceof Verdict.Incompatible;
        boolean refused = call.begun != null && taken;
        if (refused && rejecting.size() < REJECTING_MAX) {
            rejecting.put(call.target(), now + REJECTING_NANOS);
        }
        return refused;
    }
}
