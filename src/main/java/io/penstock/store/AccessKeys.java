package io.penstock.store;

import io.penstock.access.KeyRing;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access keys as the data plane reads them: a snapshot in one volatile field, taken anew when PostgreSQL notifies a
 * change and once a minute, kept as it is while PostgreSQL is away. Owned by the context it was made on; {@link
 * #current} may be called from all threads.
 */
public final class AccessKeys {
    /** The clear texts of keys just made, for the banner and then to be forgotten; null is a key that was not made. */
    public record FirstKeys(
            @Nullable String adminKey, @Nullable String clientKey) {
        /** Without the clear texts. */
        @Override
        public String toString() {
            return "FirstKeys[]";
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);
    private static final Pattern PRESET = Pattern.compile("[!-~]{1," + KeyRing.KEY_CHARS_MAX + "}");
    private static final String CHANNEL = "penstock_keys";
    private static final long REFRESH_MILLIS = 60_000;
    private static final long RETRY_MILLIS = 2_000;
    private static final long LOAD_MILLIS_MAX = 10_000;
    private static final long RECONNECT_MILLIS_MIN = 100;
    private static final long RECONNECT_MILLIS_MAX = 10_000;
    private static final int RECONNECT_DOUBLINGS_MAX = 10;

    private final Vertx vertx;
    private final Context context;
    private final Pool pool;
    private final PgSubscriber subscriber;

    private volatile KeyRing ring = KeyRing.EMPTY;

    // These belong to the context.
    private boolean loading;
    private boolean changedMeanwhile;
    private boolean away;
    private boolean closed;
    private long refreshTimer = -1;
    private long retryTimer = -1;

    public AccessKeys(Vertx vertx, Pool pool, PgConnectOptions options) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.pool = pool;
        this.subscriber = PgSubscriber.subscriber(vertx, options).reconnectPolicy(AccessKeys::reconnectMillis);
    }

    /**
     * Before {@link #start}: stores the preset keys where they are not stored yet, and on an empty table makes an admin
     * key and a client key in the stead of those that are not preset. A preset key that was revoked stays revoked. Safe
     * when several replicas do it at once.
     */
    public Future<FirstKeys> bootstrap(
            SecureRandom random, @Nullable String presetAdminKey, @Nullable String presetClientKey) {
        for (String preset : Arrays.asList(presetAdminKey, presetClientKey)) {
            if (preset != null && !PRESET.matcher(preset).matches()) {
                return Future.failedFuture(new StoreException("PENSTOCK_ADMIN_KEY and PENSTOCK_API_KEY must be 1 to "
                        + KeyRing.KEY_CHARS_MAX + " visible ASCII characters without a space."));
            }
        }
        return KeyRows.bootstrap(pool, random, presetAdminKey, presetClientKey);
    }

    /** Begins to listen and loads the first snapshot; fails if PostgreSQL is away. */
    public Future<Void> start() {
        subscriber
                .channel(CHANNEL)
                .subscribeHandler(subscribed -> context.runOnContext(v -> listening()))
                .handler(changed -> context.runOnContext(v -> reload()));
        Promise<Void> started = Promise.promise();
        context.runOnContext(v -> {
            loading = true;
            refreshTimer = vertx.setPeriodic(REFRESH_MILLIS, id -> reload());
            subscriber
                    .connect()
                    .compose(connected -> KeyRows.load(pool))
                    .timeout(LOAD_MILLIS_MAX, TimeUnit.MILLISECONDS)
                    .onComplete(first -> context.runOnContext(w -> {
                        settle(first);
                        started.handle(first.mapEmpty());
                    }));
        });
        return started.future();
    }

    /** The last snapshot taken; empty before the first. */
    public KeyRing current() {
        return ring;
    }

    /** Ends listening and reloading; the snapshot stays. */
    public Future<Void> close() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(refreshTimer);
            vertx.cancelTimer(retryTimer);
            subscriber.close().onComplete(ended);
        });
        return ended.future();
    }

    /** What was changed while nobody listened was notified to nobody. */
    private void listening() {
        PgConnection connection = subscriber.actualConnection();
        if (connection != null) {
            // Left alone, the client prints to the console what ends the connection; the reconnect is answer enough.
            connection.exceptionHandler(failure -> LOG.debug("No longer listening for access keys", failure));
        }
        reload();
    }

    /** One load at a time; what changes during one is followed by another. */
    private void reload() {
        if (closed) {
            return;
        }
        if (loading) {
            changedMeanwhile = true;
            return;
        }
        loading = true;
        KeyRows.load(pool)
                .timeout(LOAD_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .onComplete(loaded -> context.runOnContext(v -> settle(loaded)));
    }

    private void settle(AsyncResult<KeyRing> loaded) {
        loading = false;
        if (loaded.succeeded()) {
            took(loaded.result());
        } else {
            keep(loaded.cause());
        }
    }

    private void took(KeyRing loaded) {
        ring = loaded;
        if (away) {
            away = false;
            LOG.info("The access keys are up to date again");
        }
        if (changedMeanwhile) {
            changedMeanwhile = false;
            reload();
        }
    }

    private void keep(Throwable cause) {
        if (closed) {
            return;
        }
        if (!away) {
            away = true;
            LOG.warn("The access keys cannot be read anew, the last ones stay in force: {}", cause.getMessage());
        }
        vertx.cancelTimer(retryTimer);
        retryTimer = vertx.setTimer(RETRY_MILLIS, id -> reload());
    }

    private static Long reconnectMillis(int retries) {
        int doublings = Math.min(retries, RECONNECT_DOUBLINGS_MAX);
        return Math.min(RECONNECT_MILLIS_MIN << doublings, RECONNECT_MILLIS_MAX);
    }
}
