package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.penstock.routing.PowerLevel;
import org.jspecify.annotations.Nullable;

/** What routing is asked about a call: from its request, its headers, and whoever calls. */
final class Inquiries {
    /** What a caller is told whose header names none of the levels. */
    static final ApiError UNKNOWN_LEVEL = ApiError.invalid(
            400, "X-Power-Level", "invalid_value", "The header X-Power-Level must be eco, balanced or precision.");

    private Inquiries() {}

    /** {@code null} where the header names a level that there is not. */
    static @Nullable Inquiry of(Exchange exchange, RequestFacts facts) {
        Caller caller = exchange.caller;
        if (caller == null) {
            throw new IllegalStateException("routed before it was admitted");
        }
        String word = exchange.request.headers().get(Names.ASKED_LEVEL);
        PowerLevel asked = word == null ? null : PowerLevel.of(word.strip());
        if (word != null && asked == null) {
            return null;
        }
        return of(exchange.route, facts, asked, caller);
    }

    static Inquiry of(Route route, RequestFacts facts, @Nullable PowerLevel asked, Caller caller) {
        boolean conversation = route.kind() == Route.Kind.CONVERSATION;
        return new Inquiry(
                facts.model(),
                asked,
                caller.level(),
                conversation ? facts.needs() : Needs.NONE,
                caller.scope(),
                conversation ? facts.prefix() : 0);
    }
}
