package io.penstock.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.function.Consumer;

/**
 * Hands on the catalog's tables whenever they change, and once a minute; one after another, the next when the last was
 * taken. For all threads.
 */
public final class CatalogFeed {
    private static final String CHANNEL = "penstock_catalog";

    private final TableFeed<String> feed;

    /** @param taking what is done with each, on a worker thread */
    public CatalogFeed(Vertx vertx, Pool pool, PgConnectOptions options, Consumer<StoredCatalog> taking) {
        feed = new TableFeed<>(
                vertx,
                options,
                CHANNEL,
                "catalog's rows",
                () -> CatalogRows.load(pool),
                rows -> taking.accept(CatalogRows.stored(rows)));
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
