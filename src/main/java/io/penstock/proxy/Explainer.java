package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.catalog.LiveCatalog;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.dialect.RequestReading;
import io.penstock.routing.Explanation;
import io.penstock.routing.Inquiry;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Router;
import io.vertx.core.buffer.Buffer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells where a call would go, and why, by the very steps a call takes; it is sent nowhere. Thread-safe. */
public final class Explainer {
    private final LiveCatalog catalog;
    private final Supplier<Router> routers;
    private final LongSupplier nanoTime;
    private final RouteTable paths = Route.corridor();

    /** @param routers makes one that learns from what all others learn from */
    public Explainer(LiveCatalog catalog, Supplier<Router> routers, LongSupplier nanoTime) {
        this.catalog = catalog;
        this.routers = routers;
        this.nanoTime = nanoTime;
    }

    /** What comes of it. */
    public sealed interface Told {
        /** The call would be refused before it is routed. */
        record Refused(ApiError error) implements Told {}

        /** Where it would go. */
        record Explained(Inquiry inquiry, Explanation explanation) implements Told {}
    }

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
                yield new Told.Explained(
                        inquiry, routers.get().explain(catalog.current().models(), inquiry, nanoTime.getAsLong()));
            }
        };
    }
}
