package io.penstock.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.util.function.Consumer;

/**
 * An open, migrated PostgreSQL: the embedded server, or the operator's own. Opening and closing block, for seconds on a
 * first start, and belong on the main thread; the rest may be called from any thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Database implements AutoCloseable {
    /**
     * Starts the embedded server on the directory's data and migrates it.
     *
     * @param progress told in a few words about what takes seconds
     * @throws StoreException if it does not start, with the sentence for the operator
     */
    public static Database openEmbedded(DataDirectory directory, Consumer<String> progress) {
        throw new UnsupportedOperationException();
    }

    /**
     * Connects to the operator's server and migrates it.
     *
     * @param url {@code postgresql://user:password@host:port/database?sslmode=...}, as libpq reads it
     * @throws StoreException if the address, the server or the rights are not good, with the sentence for the operator
     */
    public static Database openExternal(String url) {
        throw new UnsupportedOperationException();
    }

    /** How the pg-client connects; a copy. */
    public PgConnectOptions connectOptions() {
        throw new UnsupportedOperationException();
    }

    /** A new pool, the caller's to close before this database. */
    public Pool pool(Vertx vertx) {
        throw new UnsupportedOperationException();
    }

    /** What this is and where, for the banner; without secrets. */
    public String description() {
        throw new UnsupportedOperationException();
    }

    /** Stops the embedded server; the second call does nothing. */
    @Override
    public void close() {}
}
