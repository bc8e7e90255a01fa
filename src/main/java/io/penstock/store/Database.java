package io.penstock.store;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL: the embedded server, or the operator's own. Opening, migrating and closing block, for seconds on a
 * first start, and belong on the main thread; the rest may be called from any thread.
 */
public final class Database implements AutoCloseable {
    /** Connections of one pool; the embedded server has 50 in all. */
    public static final int POOL_CONNECTIONS_MAX = 8;

    /** Queries that wait for a connection; one more fails at once. */
    public static final int POOL_WAITING_MAX = 1_000;

    private static final int POOL_WAIT_SECONDS = 10;

    private final Endpoint endpoint;
    private final String description;
    private final @Nullable EmbeddedServer server;

    private Database(Endpoint endpoint, String description, @Nullable EmbeddedServer server) {
        this.endpoint = endpoint;
        this.description = description;
        this.server = server;
    }

    /**
     * Starts the embedded server on the directory's data and migrates it.
     *
     * @param progress told in a few words about what takes seconds
     * @throws StoreException if it does not start, with the sentence for the operator
     */
    public static Database openEmbedded(DataDirectory directory, Consumer<String> progress) {
        EmbeddedServer server = EmbeddedServer.start(directory.path(), progress);
        try {
            String version = Migrations.run(server.endpoint());
            return new Database(
                    server.endpoint(), "embedded PostgreSQL " + version + " in " + directory.path(), server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Connects to the operator's server and migrates it.
     *
     * @param url {@code postgresql://user:password@host:port/database?sslmode=...}, as libpq reads it
     * @throws StoreException if the address, the server or the rights are not good, with the sentence for the operator
     */
    public static Database openExternal(String url) {
        Database database = external(url);
        database.migrate();
        return database;
    }

    /**
     * The operator's server, not asked yet.
     *
     * @param url as for {@link #openExternal}
     * @throws StoreException if the address is not good, with the sentence for the operator
     */
    public static Database external(String url) {
        Endpoint endpoint = DatabaseUrl.parse(url);
        return new Database(endpoint, "PostgreSQL at " + endpoint.place(), null);
    }

    /**
     * Connects and brings the tables up to date; what is up to date stays as it is.
     *
     * @throws StoreException with the sentence for the operator; {@link StoreException#away} says whether to wait
     */
    public void migrate() {
        Migrations.run(endpoint);
    }

    /** What is kept of this database for a start that finds it away. */
    public SealedCopy copy(Path directory) {
        return new SealedCopy(directory, server == null ? endpoint.place() : "embedded");
    }

    /** How the pg-client connects; a copy. */
    public PgConnectOptions connectOptions() {
        return endpoint.connectOptions();
    }

    /** A new pool, the caller's to close before this database. */
    public Pool pool(Vertx vertx) {
        PoolOptions options = new PoolOptions()
                .setMaxSize(POOL_CONNECTIONS_MAX)
                .setMaxWaitQueueSize(POOL_WAITING_MAX)
                .setConnectionTimeout(POOL_WAIT_SECONDS)
                .setConnectionTimeoutUnit(TimeUnit.SECONDS);
        return PgBuilder.pool()
                .with(options)
                .connectingTo(connectOptions())
                .using(vertx)
                .build();
    }

    /** What this is and where, for the banner; without secrets. */
    public String description() {
        return description;
    }

    /** Stops the embedded server; the second call does nothing. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
