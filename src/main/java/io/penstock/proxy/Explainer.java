package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Snapshot;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestReading;
import io.penstock.resilience.Cells;
import io.penstock.resilience.Pursuit;
import io.penstock.routing.Explanation;
import io.penstock.routing.Inquiry;
import io.penstock.routing.Plan;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Resolution;
import io.penstock.routing.Router;
import io.vertx.core.buffer.Buffer;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells where a call would go, and why, by the very steps a call takes; it is sent nowhere. Thread-safe. */
public final class Explainer {
    private final LiveCatalog catalog;
    private final Supplier<Router> routers;
    private final Cells cells;
    private final LongSupplier nanoTime;
    private final RouteTable paths = Route.corridor();

    /**
     * @param routers makes one that learns from what all others learn from
     * @param cells shared by all calls
     */
    public Explainer(LiveCatalog catalog, Supplier<Router> routers, Cells cells, LongSupplier nanoTime) {
        this.catalog = catalog;
        this.routers = routers;
        this.cells = cells;
        this.nanoTime = nanoTime;
    }

    /** What comes of it. */
    public sealed interface Told {
        /** The call would be refused before it is routed. */
        record Refused(ApiError error) implements Told {}

        /**
         * Where it would go.
         *
         * @param refusal what it would be told where nobody is or can be asked at this moment; {@code null}: somebody is
         */
        record Explained(
                Inquiry inquiry,
                Explanation explanation,
                @Nullable Refusal refusal) implements Told {}
    }

    /**
     * What a caller would be told in place of an answer.
     *
     * @param retryAfterSeconds when it may try again; -1: nobody knows
     */
    public record Refusal(ApiError error, long retryAfterSeconds) {}

    /**
     * Where this call would go at this moment.
     *
     * @param path as its caller would write it, e.g. {@code /v1/chat/completions}
     * @param asked the level of its header; {@code null} without one
     * @param caller whose it would be
     */
    public Told explain(String path, Buffer body, @Nullable PowerLevel asked, Caller caller) {
        Matched matched = paths.match(path);
        if (matched == null) {
            return new Told.Refused(ApiError.invalid(
                    400, "path", "invalid_value", "'path' must be one of a call, e.g. /v1/chat/completions."));
        }
        Understood understood = Understood.of(matched.route(), body, matched.model());
        return switch (understood.reading()) {
            case RequestReading.Refused refused -> new Told.Refused(refused.error());
            case RequestFacts facts -> {
                ApiError refusal = Inquiries.refusal(matched.route(), facts);
                if (refusal != null) {
                    yield new Told.Refused(refusal);
                }
                Inquiry inquiry = Inquiries.of(matched.route(), facts, asked, caller);
                yield explain(matched.route(), facts, inquiry);
            }
        };
    }

    private Told.Explained explain(Route route, RequestFacts facts, Inquiry inquiry) {
        Snapshot snapshot = catalog.current();
        long now = nanoTime.getAsLong();
        Explanation explanation = routers.get().explain(snapshot.models(), inquiry, now);
        Refusal refusal = switch (explanation.resolution()) {
            case Resolution.Served(Plan plan) -> refusal(snapshot, route, facts, plan, now);
            case Resolution.Nobody nobody -> new Refusal(Unserved.error(facts.model(), nobody, snapshot), -1);
        };
        return new Told.Explained(inquiry, explanation, refusal);
    }

    /** What is said where everybody in the plan is benched or behind an open breaker. */
    private @Nullable Refusal refusal(Snapshot snapshot, Route route, RequestFacts facts, Plan plan, long now) {
        if (route.kind() == Route.Kind.COUNT && !route.isCounted(plan, snapshot::provider)) {
            return null;
        }
        Pursuit pursuit = new Pursuit(plan, cells, new SplittableRandom(), route.streams(facts), true, now);
        Pursuit.Move.GiveUp giveUp = pursuit.hopeless(now);
        if (giveUp == null) {
            return null;
        }
        Failure failure = Failures.unasked(facts.model(), plan, giveUp, cells, now);
        return new Refusal(failure.error(), failure.retryAfterSeconds());
    }
}
