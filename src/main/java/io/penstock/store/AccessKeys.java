package io.penstock.store;

import io.penstock.access.KeyRing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The access keys as the data plane reads them: a snapshot in one volatile field, taken anew when PostgreSQL notifies a
 * change and once a minute, kept as it is while PostgreSQL is away. For all threads.
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

    private static final Pattern PRESET = Pattern.compile("[!-~]{1," + KeyRing.KEY_CHARS_MAX + "}");
    private static final String CHANNEL = "penstock_keys";

    private final Pool pool;
    private final TableFeed<RowSet<Row>> feed;
    private final List<Consumer<KeyRing>> followers = new CopyOnWriteArrayList<>();

    private volatile KeyRing ring = KeyRing.EMPTY;

    public AccessKeys(Vertx vertx, Pool pool, PgConnectOptions options) {
        this.pool = pool;
        this.feed = new TableFeed<>(
                vertx, options, CHANNEL, "access keys", () -> KeyRows.load(pool), rows -> took(KeyRows.ring(rows)));
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

    /** As {@link #bootstrap}, but makes no keys: for a start whose banner is long out. */
    public Future<Void> preset(@Nullable String presetAdminKey, @Nullable String presetClientKey) {
        return KeyRows.preset(pool, presetAdminKey, presetClientKey);
    }

    /** Before {@link #start}: what holds until PostgreSQL can be asked. */
    public void restore(KeyRing copy) {
        ring = copy;
    }

    /** Tells of every snapshot, on a worker thread. */
    public void follow(Consumer<KeyRing> follower) {
        followers.add(follower);
    }

    /** Begins to listen and loads the first snapshot; fails if PostgreSQL is away, and may then be called again. */
    public Future<Void> start() {
        return feed.start();
    }

    /** The last snapshot taken; empty before the first. */
    public KeyRing current() {
        return ring;
    }

    /** Ends listening and reloading; the snapshot stays. */
    public Future<Void> close() {
        return feed.close();
    }

    private void took(KeyRing loaded) {
        ring = loaded;
        followers.forEach(follower -> follower.accept(loaded));
    }
}
