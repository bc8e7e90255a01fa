package io.penstock.store;

import io.penstock.access.KeyRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * The access keys as the data plane reads them: a snapshot in one volatile field, taken anew when PostgreSQL notifies a
 * change and once a minute, kept as it is while PostgreSQL is away. Runs on one event loop of its own choice; {@link
 * #current} may be called from all.
 */
public final class AccessKeys {
    /** The clear texts of keys just made, for the banner and then to be forgotten; null is a key that was not made. */
    public record FirstKeys(
            @Nullable String adminKey, @Nullable String clientKey) {}

    public AccessKeys(Vertx vertx, Pool pool, PgConnectOptions options) {}

    /**
     * Before {@link #start}: stores the preset keys where they are not stored yet, and on an empty table makes an admin
     * key and a client key in the stead of those that are not preset. Safe when several replicas do it at once.
     */
    public Future<FirstKeys> bootstrap(
            SecureRandom random, @Nullable String presetAdminKey, @Nullable String presetClientKey) {
        return Future.failedFuture("unfinished");
    }

    /** Loads the first snapshot and begins to listen. */
    public Future<Void> start() {
        return Future.failedFuture("unfinished");
    }

    public KeyRing current() {
        return KeyRing.EMPTY;
    }

    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
