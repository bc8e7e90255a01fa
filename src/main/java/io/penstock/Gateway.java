package io.penstock;

import io.penstock.admin.AdminRoutes;
import io.penstock.admin.ProviderStatusRoute;
import io.penstock.admission.Admission;
import io.penstock.bus.Bus;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.CaBundle;
import io.penstock.config.Settings;
import io.penstock.config.TlsFiles;
import io.penstock.google.AccessTokens;
import io.penstock.health.HealthBoard;
import io.penstock.health.HealthRoutes;
import io.penstock.health.HealthVerticle;
import io.penstock.provider.Provider;
import io.penstock.proxy.ProxyVerticle;
import io.penstock.proxy.Routing;
import io.penstock.routing.Affinity;
import io.penstock.routing.Paces;
import io.penstock.store.AccessKeys;
import io.penstock.store.Database;
import io.penstock.telemetry.MetricsRoute;
import io.penstock.telemetry.Telemetry;
import io.penstock.usage.UsageVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.core.transport.Transport;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: constructs everything there is, in the order in which things need one another, and stops it in
 * the opposite one. Started and stopped on a thread that may block.
 */
final class Gateway implements AutoCloseable {
    /** A provider's new address is seen at the latest after this; connections live no longer than their own bound. */
    private static final int DNS_SECONDS_MAX = 30;

    private static final int HOSTS_FILE_MILLIS = 10_000;

    private final Settings settings;
    private final Consumer<String> progress;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final InstantSource clock = InstantSource.system();
    private final Undo undo = new Undo();
    private final AtomicInteger port = new AtomicInteger();
    private volatile Runnable rereading = () -> {};
    private @Nullable TrustOptions trust;
    private @Nullable Started started;

    private Gateway(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * What the banner tells.
     *
     * @param settings as loaded
     * @param providers the configured ones and the simulator
     * @param port the plain port, also where any free one was asked for
     * @param transport the native transport in use
     * @param eventLoops how many proxy verticles share the port
     * @param database where rows go
     * @param keys clear keys made just now
     */
    record Started(
            Settings settings,
            List<Provider> providers,
            int port,
            String transport,
            int eventLoops,
            String database,
            AccessKeys.FirstKeys keys) {}

    /**
     * Starts everything.
     *
     * @param progress is told in a few words what takes long
     * @throws RuntimeException with one sentence for the operator; what was started by then is stopped again
     */
    static Gateway start(Settings settings, Consumer<String> progress) {
        Gateway gateway = new Gateway(settings, progress);
        try {
            gateway.open();
            return gateway;
        } catch (RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    Started started() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    /** Reads the configuration once more and takes over what it says of the catalog. Returns at once. */
    void reread() {
        rereading.run();
    }

    private void open() {
        refuseWhatCannotWork();
        Transport transport = Transports.choose(settings.server().transport());
        OpenedStore store = OpenedStore.open(settings, progress, undo);
        Telemetry telemetry = opened("meters", new Telemetry());
        Vertx vertx = openVertx(transport, telemetry);
        Pool pool = pool(store.database(), vertx);
        CatalogUpkeep upkeep = upkeep(vertx, store, pool);
        LiveCatalog catalog = upkeep.catalog();
        AccessTokens tokens = new AccessTokens(vertx, settings, trust, clock);
        HealthBoard board = new HealthBoard();
        Circuits circuits = new Circuits(vertx, settings, catalog);
        Routing routing = routing(circuits);
        Admission admission = new Admission(upkeep.keys()::current, clock);
        AdminRoutes.Sources admin = upkeep.operators(admission, circuits.hints(), clock);
        Pages pages = pages(vertx, telemetry, board, circuits, admin, routing);
        worker(vertx, "usage worker", usage(catalog, pool, telemetry));
        worker(vertx, "health worker", new HealthVerticle(settings, catalog, board, pool, trust, tokens, clock));
        worker(vertx, "breaker log", circuits.transitions(telemetry));
        serve(
                vertx,
                new ProxyVerticle.Shared(
                        settings,
                        catalog,
                        circuits.cells(),
                        circuits.errors(),
                        routing,
                        upkeep.keys()::current,
                        trust,
                        tokens,
                        telemetry.registry(),
                        System::nanoTime,
                        clock,
                        new SecureRandom()::nextLong,
                        pages.all(),
                        eventLoops(),
                        new AtomicInteger(),
                        port));
        started = told(transport, store, upkeep);
    }

    private Routing routing(Circuits circuits) {
        return new Routing(new Paces(), new Affinity(), circuits.cells()::available, circuits.hints(), this::today);
    }

    /** In UTC, counted from 1970. */
    private long today() {
        return TimeUnit.MILLISECONDS.toDays(clock.millis());
    }

    private Pages pages(
            Vertx vertx,
            Telemetry telemetry,
            HealthBoard board,
            Circuits circuits,
            AdminRoutes.Sources admin,
            Routing routing) {
        HealthRoutes health = new HealthRoutes(board, Version.text(), clock, draining::get);
        ProviderStatusRoute status = circuits.status(admin.admission(), board, clock);
        return new Pages(vertx, health, new MetricsRoute(telemetry), status, admin, routing, circuits.cells());
    }

    private Started told(Transport transport, OpenedStore store, CatalogUpkeep upkeep) {
        return new Started(
                settings,
                upkeep.catalog().current().providers(),
                port.get(),
                transport.name(),
                eventLoops(),
                store.description(),
                upkeep.madeKeys());
    }

    private UsageVerticle usage(LiveCatalog catalog, Pool pool, Telemetry telemetry) {
        return new UsageVerticle(
                settings.usage(), () -> catalog.current().policy().cards(), pool, telemetry.registry());
    }

    /** Everything that can be found out before a first start spends seconds on its database. */
    private void refuseWhatCannotWork() {
        OwnAddress.refuse(settings);
        trust = CaBundle.trust(settings.upstream().caFile());
        Settings.Tls tls = settings.server().tls();
        if (tls != null) {
            TlsFiles.check(tls);
        }
        PortCheck.require(settings.server());
    }

    /** The catalog and the access keys, both complete. */
    private CatalogUpkeep upkeep(Vertx vertx, OpenedStore store, Pool pool) {
        List<Provider> own = settings.simulator() ? List.of(BuiltInSimulator.start(vertx, clock, undo)) : List.of();
        CatalogUpkeep upkeep = new CatalogUpkeep(vertx, settings, store, pool, own);
        upkeep.start(undo);
        rereading = upkeep::reread;
        return upkeep;
    }

    private int eventLoops() {
        int configured = settings.server().eventLoops();
        return configured > 0 ? configured : Runtime.getRuntime().availableProcessors();
    }

    private Pool pool(Database database, Vertx vertx) {
        Pool pool = database.pool(vertx);
        undo.add("database connections", () -> Waiting.done(pool.close()));
        return pool;
    }

    private Vertx openVertx(Transport transport, Telemetry telemetry) {
        VertxOptions options = new VertxOptions()
                .setMetricsOptions(telemetry.vertxOptions())
                .setEventLoopPoolSize(eventLoops())
                .setPreferNativeTransport(false)
                .setDisableTCCL(true)
                .setAddressResolverOptions(new AddressResolverOptions()
                        .setCacheMaxTimeToLive(DNS_SECONDS_MAX)
                        .setCacheNegativeTimeToLive(1)
                        .setHostsRefreshPeriod(HOSTS_FILE_MILLIS));
        Vertx vertx = Vertx.builder()
                .with(options)
                .withTransport(transport)
                .withMetrics(telemetry.vertxMetrics())
                .build();
        undo.add("event loops", () -> Waiting.done(vertx.close()));
        Bus.prepare(vertx);
        return vertx;
    }

    private void worker(Vertx vertx, String name, Deployable verticle) {
        DeploymentOptions options = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        String id = Waiting.done(vertx.deployVerticle(verticle, options));
        undo.add(name, () -> Waiting.done(vertx.undeploy(id)));
    }

    private void serve(Vertx vertx, ProxyVerticle.Shared shared) {
        List<String> ids = new ArrayList<>();
        undo.add("open calls", () -> drain(vertx, ids));
        for (int i = 0; i < eventLoops(); i++) {
            try {
                ids.add(Waiting.done(vertx.deployVerticle(new ProxyVerticle(shared))));
            } catch (IllegalStateException e) {
                // The native transports report a refused bind as a plain IOException.
                throw e.getCause() instanceof IOException refused
                        ? PortCheck.refused(
                                settings.server().host(), settings.server().port(), "PORT", "PENSTOCK_HOST", refused)
                        : e;
            }
        }
    }

    private void drain(Vertx vertx, List<String> ids) {
        draining.set(true);
        List<Future<Void>> stopping = ids.stream().map(vertx::undeploy).toList();
        Future<?> drained = Future.join(stopping);
        Waiting.done(drained, settings.server().drainSeconds() + Waiting.SECONDS_MAX);
    }

    private <T extends AutoCloseable> T opened(String name, T thing) {
        undo.add(name, thing);
        return thing;
    }

    /** Drains and stops everything that was started, the last first. The second call does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        undo.run();
    }
}
