package io.penstock;

import io.penstock.config.CatalogReader;
import io.penstock.config.Settings;
import io.penstock.config.SettingsException;
import io.penstock.config.SourceFiles;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files of the configuration. They are looked at every two seconds, by content; a change is read when it has
 * stood still from one look to the next, because whoever writes a file does not write it all at once. Their part of the
 * catalog is taken over; what else changed is named, and waits for a start. All reading is done on workers, one at a time.
 */
final class ConfigWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
    private static final long LOOK_MILLIS = 2_000;
    private static final Map<String, Function<Settings, Object>> NEED_A_START = needAStart();

    private final Vertx vertx;
    private final Settings running;
    private final CatalogSources sources;
    private final Supplier<Future<Void>> seed;
    private final AtomicBoolean looking = new AtomicBoolean();

    private volatile boolean unseeded;
    private volatile long timer = -1;

    // Guarded by this.
    private SourceFiles read;
    private SourceFiles seen;
    private List<String> stale = List.of();

    /**
     * Begins nothing.
     *
     * @param running as at the start
     * @param seed brings the configuration of the sources into the tables
     */
    ConfigWatch(Vertx vertx, Settings running, CatalogSources sources, Supplier<Future<Void>> seed) {
        this.vertx = vertx;
        this.running = running;
        this.sources = sources;
        this.seed = seed;
        this.read = running.catalog().files();
        this.seen = read;
    }

    private static Map<String, Function<Settings, Object>> needAStart() {
        Map<String, Function<Settings, Object>> parts = new LinkedHashMap<>();
        parts.put("server", Settings::server);
        parts.put("limits", Settings::limits);
        parts.put("timeouts", Settings::timeouts);
        parts.put("resilience", Settings::resilience);
        parts.put("upstream", Settings::upstream);
        parts.put("usage", Settings::usage);
        parts.put("health", Settings::health);
        parts.put("simulator", Settings::simulator);
        parts.put("translation", Settings::dropParams);
        parts.put("answers", Settings::metadata);
        return parts;
    }

    void start() {
        timer = vertx.setPeriodic(LOOK_MILLIS, id -> look());
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** Reads once more in any case. Returns at once. */
    void reread() {
        vertx.executeBlocking(this::takeOver, false).onFailure(ConfigWatch::bug);
    }

    private void look() {
        if (looking.getAndSet(true)) {
            return;
        }
        vertx.executeBlocking(this::lookAndRead, false)
                .onFailure(ConfigWatch::bug)
                .onComplete(done -> looking.set(false));
    }

    private synchronized boolean lookAndRead() {
        SourceFiles now = read.again();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled && !now.equals(read)) {
            return takeOver();
        }
        if (unseeded) {
            bringIn();
        }
        return false;
    }

    /** Whether there was something to take over. */
    private synchronized boolean takeOver() {
        SourceFiles before = read.again();
        try {
            Settings settings = running.catalog().again();
            read = settings.catalog().files();
            tellWhatNeedsAStart(settings);
            sources.prepare(settings.catalog().asOf(running.catalog()));
        } catch (SettingsException e) {
            read = before;
            LOG.warn("the configuration was read again and is not taken over: {}", e.getMessage());
            return false;
        } finally {
            seen = read;
        }
        bringIn();
        return true;
    }

    private void bringIn() {
        CatalogReader reader = sources.reader();
        seed.get()
                .compose(seeded -> vertx.executeBlocking(() -> {
                    sources.readAgain();
                    return reader;
                }))
                .onSuccess(done -> {
                    unseeded = false;
                    LOG.info("the configuration was read again");
                })
                .onFailure(failure -> {
                    if (!unseeded) {
                        unseeded = true;
                        LOG.warn(
                                "the configuration was read again, but not brought into PostgreSQL, which is tried on: {}",
                                failure.getMessage());
                    }
                });
    }

    private void tellWhatNeedsAStart(Settings settings) {
        List<String> changed = NEED_A_START.entrySet().stream()
                .filter(part ->
                        !part.getValue().apply(settings).equals(part.getValue().apply(running)))
                .map(Map.Entry::getKey)
                .toList();
        if (!changed.isEmpty() && !changed.equals(stale)) {
            LOG.warn("changed in {}, but in force only after a start: {}", settings.file(), String.join(", ", changed));
        }
        stale = changed;
    }

    private static void bug(Throwable failure) {
        LOG.error("following the configuration failed", failure);
    }
}
