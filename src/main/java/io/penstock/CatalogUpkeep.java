package io.penstock;

import io.penstock.admin.AdminRoutes;
import io.penstock.admission.Admission;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.CatalogReader;
import io.penstock.config.Settings;
import io.penstock.provider.Provider;
import io.penstock.resilience.Hints;
import io.penstock.store.AccessKeys;
import io.penstock.store.CatalogFeed;
import io.penstock.store.CatalogRows;
import io.penstock.store.SealedCopy;
import io.penstock.store.StoreException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings catalog and access keys up and keeps them so: fills the tables from the configuration, follows tables and files,
 * and where PostgreSQL was away at the start, does all of it once it is there. Started on a thread that may block.
 */
final class CatalogUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogUpkeep.class);
    private static final long RETRY_MILLIS = 2_000;
    private static final int NAMED_MAX = 20;

    private final Vertx vertx;
    private final Settings settings;
    private final OpenedStore store;
    private final Pool pool;
    private final AccessKeys keys;
    private final CatalogSources sources;
    private final CatalogFeed feed;
    private final ConfigWatch watch;

    private AccessKeys.FirstKeys made = new AccessKeys.FirstKeys(null, null);
    private volatile boolean closed;
    private volatile String problem = "";

    /** @param own providers that stand in no row: the simulator */
    CatalogUpkeep(Vertx vertx, Settings settings, OpenedStore store, Pool pool, List<Provider> own) {
        this.vertx = vertx;
        this.settings = settings;
        this.store = store;
        this.pool = pool;
        this.keys = new AccessKeys(vertx, pool, store.database().connectOptions());
        this.sources = new CatalogSources(vertx, settings, store, keys, own);
        this.feed = new CatalogFeed(vertx, pool, store.database().connectOptions(), sources::take);
        this.watch = new ConfigWatch(vertx, settings, sources, this::seed);
    }

    LiveCatalog catalog() {
        return sources.catalog();
    }

    /** What the API for operators works with. */
    AdminRoutes.Sources operators(Admission admission, Hints hints, InstantSource clock) {
        Predicate<Provider> itself = provider -> OwnAddress.of(provider, settings.server());
        return new AdminRoutes.Sources(
                admission, pool, catalog(), this::reader, itself, hints, System::nanoTime, clock);
    }

    /** Of the configuration in force, for whoever must know whether a row could be read. */
    CatalogReader reader() {
        return sources.reader();
    }

    /** Reads the configuration once more, whether its files changed or not. Returns at once. */
    void reread() {
        watch.reread();
    }

    /** Who has which key. */
    AccessKeys keys() {
        return keys;
    }

    /** Keys that the start made, for the banner. */
    AccessKeys.FirstKeys madeKeys() {
        return made;
    }

    /**
     * Starts everything; catalog and keys are complete when this returns.
     *
     * @throws RuntimeException with one sentence for the operator
     */
    void start(Undo undo) {
        undo.add("access keys", () -> Waiting.done(keys.close()));
        undo.add("catalog", () -> {
            closed = true;
            watch.close();
            Waiting.done(feed.close());
        });
        keys.follow(sources::keep);
        SealedCopy.Content copy = store.copy();
        if (copy == null) {
            rememberLastRun();
            made = Waiting.done(keys.bootstrap(
                    new SecureRandom(),
                    settings.environment().adminKey(),
                    settings.environment().apiKey()));
            Waiting.done(keys.start());
            Waiting.done(seed());
            Waiting.done(feed.start());
        } else {
            sources.restore(copy);
            startLate();
        }
        watch.start();
    }

    private void rememberLastRun() {
        try {
            SealedCopy.Content last = store.copies().read();
            if (last != null) {
                sources.remember(last);
            }
        } catch (StoreException e) {
            LOG.warn("{} It is written anew.", e.getMessage());
        }
    }

    /** Tries until PostgreSQL is there. */
    private void startLate() {
        if (closed) {
            return;
        }
        vertx.executeBlocking(
                        () -> {
                            store.database().migrate();
                            return true;
                        },
                        false)
                .compose(migrated -> keys.preset(
                        settings.environment().adminKey(),
                        settings.environment().apiKey()))
                .compose(preset -> keys.start())
                .compose(started -> seed())
                .compose(seeded -> feed.start())
                .onSuccess(done -> LOG.info("PostgreSQL is there; catalog and access keys follow it"))
                .onFailure(this::tryAgain);
    }

    private void tryAgain(Throwable failure) {
        String sentence = String.valueOf(failure.getMessage());
        if (!closed && !sentence.equals(problem)) {
            problem = sentence;
            LOG.warn("catalog and access keys stay as they were last: {}", sentence);
        }
        vertx.setTimer(RETRY_MILLIS, id -> startLate());
    }

    /** Brings the configuration in force into the tables, as far as nobody changed them. */
    private Future<Void> seed() {
        CatalogReader reader = sources.reader();
        return CatalogRows.seed(vertx, pool, reader.shipped(), reader.whole()).map(CatalogUpkeep::told);
    }

    private static @Nullable Void told(CatalogRows.Seeded seeded) {
        List<String> changed = seeded.changed();
        if (changed.size() > NAMED_MAX) {
            LOG.info("{} rows of the catalog now are as the configuration has them", changed.size());
        } else if (!changed.isEmpty()) {
            LOG.info("the catalog now is as the configuration has it: {}", String.join(", ", changed));
        }
        if (!seeded.kept().isEmpty()) {
            List<String> kept = seeded.kept();
            String rest = kept.size() > NAMED_MAX ? " and " + (kept.size() - NAMED_MAX) + " more" : "";
            LOG.warn(
                    "the configuration says something new, but the rows in PostgreSQL are an operator's and stay: {}{}",
                    String.join(", ", kept.subList(0, Math.min(kept.size(), NAMED_MAX))),
                    rest);
        }
        return null;
    }
}
