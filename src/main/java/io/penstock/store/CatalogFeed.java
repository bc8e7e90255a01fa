package io.penstock.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.function.Function;

/**
 * Hands on the catalog's tables whenever they change, and once a minute; one after another, the next when the last was
 * taken. For all threads.
 */
public final class CatalogFeed {
    private static final String CHANNEL = "penstock_catalog";

    private final TableFeed<StoredCatalog> feed;

    /** @param taking what is done with each; is done when it was taken */
    public CatalogFeed(Vertx vertx, Pool pool, PgConnectOptions options, Function<StoredCatalog, Future<Void>> taking) {
        feed = new TableFeed<>(vertx, options, CHANNEL, "catalog's rows", () -> CatalogRows.load(pool), taking);
    }

    /** Begins to listen and hands on the first; fails if PostgreSQL is away, and may then be called again. */
    public Future<Void> start() {
        return feed.start();
    }

    /** Ends listening. */
    public Future<Void> close() {
        return feed.close();
    }
}
