package io.penstock.store;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what tables hold, anew when PostgreSQL notifies a change and once a minute; while PostgreSQL is away it tries every
 * two seconds. One load at a time; one that takes too long is given up, and what it reads after all is dropped: a later load
 * may have read newer rows. Owned by the context it was made on; its methods may be called from all threads.
 *
 * @param <T> what tables hold
 */
final class TableFeed<T> {
    private static final Logger LOG = LoggerFactory.getLogger(TableFeed.class);
    private static final long REFRESH_MILLIS = 60_000;
    private static final long RETRY_MILLIS = 2_000;
    private static final long READ_MILLIS_MAX = 10_000;
    private static final long RECONNECT_MILLIS_MIN = 100;
    private static final long RECONNECT_MILLIS_MAX = 10_000;
    private static final int RECONNECT_DOUBLINGS_MAX = 10;

    private final Vertx vertx;
    private final Context context;
    private final PgConnectOptions options;
    private final String channel;
    private final String noun;
    private final Supplier<Future<T>> reading;
    private final Consumer<T> taking;
    private final long readMillisMax;

    // These belong to the context.
    private @Nullable PgSubscriber subscriber;
    private long begun;
    private boolean loading;
    private boolean changedMeanwhile;
    private boolean away;
    private boolean closed;
    private long refreshTimer = -1;
    private long retryTimer = -1;

    /**
     * Begins nothing.
     *
     * @param channel that notifies changes
     * @param noun for the log, in the plural, e.g. {@code access keys}
     * @param reading reads the tables; is given up after ten seconds
     * @param taking takes over what they hold, on a worker thread, one after the other; is waited for, however long it takes
     */
    TableFeed(
            Vertx vertx,
            PgConnectOptions options,
            String channel,
            String noun,
            Supplier<Future<T>> reading,
            Consumer<T> taking) {
        this(vertx, options, channel, noun, reading, taking, READ_MILLIS_MAX);
    }

    /** @param readMillisMax when a reading is given up, otherwise than after ten seconds */
    TableFeed(
            Vertx vertx,
            PgConnectOptions options,
            String channel,
            String noun,
            Supplier<Future<T>> reading,
            Consumer<T> taking,
            long readMillisMax) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.options = options;
        this.channel = channel;
        this.noun = noun;
        this.reading = reading;
        this.taking = taking;
        this.readMillisMax = readMillisMax;
    }

    /** Begins to listen and loads for the first time; fails if PostgreSQL is away, and may then be called again. */
    Future<Void> start() {
        Promise<Void> started = Promise.promise();
        context.runOnContext(v -> {
            vertx.cancelTimer(refreshTimer);
            refreshTimer = vertx.setPeriodic(REFRESH_MILLIS, id -> reload());
            load(subscribed().connect().compose(connected -> reading.get())).onComplete(started);
        });
        return started.future();
    }

    /** A subscriber that once failed to connect never tries again, so every start has its own. */
    private PgSubscriber subscribed() {
        if (subscriber != null) {
            subscriber.close();
        }
        subscriber = PgSubscriber.subscriber(vertx, options).reconnectPolicy(TableFeed::reconnectMillis);
        subscriber
                .channel(channel)
                .subscribeHandler(subscribed -> context.runOnContext(v -> listening()))
                .handler(changed -> context.runOnContext(v -> reload()));
        return subscriber;
    }

    /** Ends listening and loading. */
    Future<Void> close() {
        Promise<Void> ended = Promise.promise();
        context.runOnContext(v -> {
            closed = true;
            vertx.cancelTimer(refreshTimer);
            vertx.cancelTimer(retryTimer);
            if (subscriber == null) {
                ended.complete();
            } else {
                subscriber.close().onComplete(ended);
            }
        });
        return ended.future();
    }

    /** What was changed while nobody listened was notified to nobody. */
    private void listening() {
        PgConnection connection = subscriber == null ? null : subscriber.actualConnection();
        if (connection != null) {
            // Left alone, the client prints to the console what ends the connection; the reconnect is answer enough.
            connection.exceptionHandler(failure -> LOG.debug("No longer listening for {}", noun, failure));
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
        load(reading.get());
    }

    private Future<Void> load(Future<T> rows) {
        loading = true;
        long number = ++begun;
        Promise<Void> done = Promise.promise();
        rows.timeout(readMillisMax, TimeUnit.MILLISECONDS)
                .onComplete(read -> context.runOnContext(v -> {
                    if (closed || number != begun) {
                        done.fail("dropped: another load has begun, or none is wanted any more");
                        return;
                    }
                    taken(read)
                            .onComplete(result -> context.runOnContext(w -> {
                                settle(number, result);
                                done.handle(result);
                            }));
                }));
        return done.future();
    }

    /** Thousands of rows take longer to be understood than an event loop can wait. */
    private Future<Void> taken(AsyncResult<T> read) {
        if (read.failed()) {
            return Future.failedFuture(read.cause());
        }
        return context.executeBlocking(
                () -> {
                    taking.accept(read.result());
                    return null;
                },
                true);
    }

    private void settle(long number, AsyncResult<Void> loaded) {
        if (number != begun) {
            return;
        }
        loading = false;
        if (loaded.succeeded()) {
            took();
        } else {
            keep(loaded.cause());
        }
    }

    private void took() {
        if (away) {
            away = false;
            LOG.info("The {} are up to date again", noun);
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
            LOG.warn("The {} cannot be read anew, the last ones stay in force: {}", noun, cause.getMessage());
        }
        vertx.cancelTimer(retryTimer);
        retryTimer = vertx.setTimer(RETRY_MILLIS, id -> reload());
    }

    private static Long reconnectMillis(int retries) {
        int doublings = Math.min(retries, RECONNECT_DOUBLINGS_MAX);
        return Math.min(RECONNECT_MILLIS_MIN << doublings, RECONNECT_MILLIS_MAX);
    }
}
