package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.routing.Feature;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Needs;
import io.penstock.routing.PowerLevel;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** What routing is asked about a call: from its request, its headers, and whoever calls. */
final class Inquiries {
    private static final ApiError UNKNOWN_LEVEL = ApiError.invalid(
            400, "X-Power-Level", "invalid_value", "The header X-Power-Level must be eco, balanced or precision.");

    private static final ApiError TWO_LEVELS = ApiError.invalid(
            400, "X-Power-Level", "invalid_value", "The header X-Power-Level is given twice, with different levels.");

    private static final ApiError NO_CONVERSATION = ApiError.invalid(
            400,
            "model",
            "invalid_value",
            "'auto' chooses among models that answer conversations, and this is none: name a model.");

    private Inquiries() {}

    /** Why this call cannot be routed at all; {@code null} where it can be asked about. */
    static @Nullable ApiError refusal(Exchange exchange, RequestFacts facts) {
        ApiError ofLevel = levelRefusal(exchange.request.headers());
        return ofLevel == null ? refusal(exchange.route, facts) : ofLevel;
    }

    /** Why the level of these headers is none; {@code null}: it is one, or there is none. */
    private static @Nullable ApiError levelRefusal(MultiMap headers) {
        String word = headers.get(Names.ASKED_LEVEL);
        PowerLevel level = word == null ? null : PowerLevel.of(word.strip());
        if (word == null) {
            return null;
        }
        for (String each : headers.getAll(Names.ASKED_LEVEL)) {
            PowerLevel another = PowerLevel.of(each.strip());
            if (another == null || another != level) {
                return another == null || level == null ? UNKNOWN_LEVEL : TWO_LEVELS;
            }
        }
        return null;
    }

    /** The same of its path and model alone. */
    static @Nullable ApiError refusal(Route route, RequestFacts facts) {
        return switch (route.kind()) {
            case CONVERSATION, COUNT -> null;
            case EMBEDDINGS, OTHER -> leavesTheModelOpen(facts.model()) ? NO_CONVERSATION : null;
        };
    }

    private static boolean leavesTheModelOpen(String model) {
        return Inquiry.isAuto(model)
                || Inquiry.isAutoWithEnding(model) && PowerLevel.of(model.substring(Inquiry.AUTO.length() + 1)) != null;
    }

    /** The features of a conversation's request, its caller's dialect among them, as bits. */
    static int uses(Route route, RequestFacts facts) {
        int said = facts.needs().uses();
        return switch (route.wire()) {
            case CHAT -> said | Feature.CHAT.bit();
            case RESPONSES -> said & ~Feature.SPELLINGS | Feature.RESPONSES.bit();
            case MESSAGES -> said & ~Feature.SPELLINGS | Feature.MESSAGES.bit();
            case GEMINI -> said & ~Feature.SPELLINGS | Feature.GENERATE_CONTENT.bit();
            default -> said & ~Feature.SPELLINGS;
        };
    }

    /** Of a call that is not refused. */
    static Inquiry of(Exchange exchange, RequestFacts facts) {
        Caller caller = exchange.caller;
        if (caller == null) {
            throw new IllegalStateException("routed before it was admitted");
        }
        String word = exchange.request.headers().get(Names.ASKED_LEVEL);
        return of(exchange.route, facts, word == null ? null : PowerLevel.of(word.strip()), caller);
    }

    static Inquiry of(Route route, RequestFacts facts, @Nullable PowerLevel asked, Caller caller) {
        boolean conversation = route.kind() == Route.Kind.CONVERSATION;
        return new Inquiry(
                facts.model(),
                asked,
                caller.level(),
                conversation ? facts.needs().using(uses(route, facts)) : Needs.NONE,
                caller.scope(),
                conversation ? facts.prefix() : 0);
    }
}
