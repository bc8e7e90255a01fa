package io.penstock;

import io.penstock.bus.Bus;
import io.penstock.provider.Provider;
import io.penstock.routing.LiveCatalog;
import io.penstock.routing.Offer;
import io.penstock.routing.RoutingPolicy;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the catalog, which follows the lists of models that providers send. */
final class ListedCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ListedCatalog.class);

    private ListedCatalog() {}

    static LiveCatalog of(Vertx vertx, List<Provider> providers, RoutingPolicy policy) {
        List<Offer> offers = providers.stream().map(Provider::offer).toList();
        LiveCatalog catalog = new LiveCatalog(offers, policy);
        // Tens of milliseconds where providers list thousands of models: too long for an event loop.
        new Bus(vertx)
                .onModelsListed(listing -> vertx.executeBlocking(() -> {
                            catalog.listed(listing.provider(), listing.models());
                            return listing;
                        })
                        .onFailure(bug -> LOG.error("the models of {} were not taken over", listing.provider(), bug)));
        return catalog;
    }
}
