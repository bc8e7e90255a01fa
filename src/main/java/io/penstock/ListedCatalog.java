package io.penstock;

import io.penstock.bus.Bus;
import io.penstock.catalog.Inventory;
import io.penstock.catalog.LiveCatalog;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the catalog, which follows the lists of models that providers send. */
final class ListedCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ListedCatalog.class);

    private ListedCatalog() {}

    static LiveCatalog of(Vertx vertx, Inventory inventory) {
        LiveCatalog catalog = new LiveCatalog(inventory);
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
