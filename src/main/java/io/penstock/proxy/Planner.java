package io.penstock.proxy;

import io.penstock.catalog.LiveCatalog;
import io.penstock.catalog.Snapshot;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.routing.Plan;
import io.penstock.routing.Resolution;
import io.penstock.routing.Router;

/** Chooses who may be asked for a call, in which order, from the catalog in force: the call keeps that one. */
final class Planner {
    private final LiveCatalog catalog;
    private final Router router;
    private final Upstreams.Live upstreams;
    private final CallBook book;

    Planner(LiveCatalog catalog, Router router, Means means) {
        this.catalog = catalog;
        this.router = router;
        this.upstreams = means.upstreams();
        this.book = means.book();
    }

    /** What comes of it. */
    sealed interface Planned {
        /** These may be asked. */
        record Served(Plan plan) implements Planned {}

        /** Nobody may; the caller is told why. */
        record Refused(ApiError error) implements Planned {}
    }

    Planned plan(Exchange exchange, RequestFacts facts) {
        ApiError refusal = Inquiries.refusal(exchange, facts);
        if (refusal != null) {
            return new Planned.Refused(refusal);
        }
        Snapshot snapshot = catalog.current();
        exchange.snapshot = snapshot;
        exchange.upstreams = upstreams.at(snapshot);
        String model = facts.model();
        return switch (router.resolve(snapshot.models(), Inquiries.of(exchange, facts), book.now())) {
            case Resolution.Served served -> new Planned.Served(served.plan());
            case Resolution.Nobody nobody -> {
                exchange.refused = nobody;
                yield new Planned.Refused(Unserved.error(model, nobody, snapshot));
            }
        };
    }
}
