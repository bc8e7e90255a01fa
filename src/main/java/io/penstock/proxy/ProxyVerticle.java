package io.penstock.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.access.KeyRing;
import io.penstock.admission.Admission;
import io.penstock.bus.Bus;
import io.penstock.call.CallIds;
import io.penstock.catalog.LiveCatalog;
import io.penstock.circuit.LastErrors;
import io.penstock.config.Settings;
import io.penstock.google.AccessTokens;
import io.penstock.resilience.Cells;
import io.penstock.telemetry.CallMeters;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.TrustOptions;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event loop of the data plane: its servers (the ports are shared by all instances), its upstream connections, its
 * open calls. Nothing here is touched by another thread, and nothing here blocks.
 */
public final class ProxyVerticle extends VerticleBase {
    private static final int HEAP_SHARE_OF_BODIES = 4;
    /** Longest wait of a finished call before it is told to the usage worker. */
    private static final long RECORDS_MILLIS = 100;

    /**
     * What every instance shares: snapshots, and things safe for all threads.
     *
     * @param settings the static settings
     * @param catalog which model is served by whom, the simulator's real address filled in
     * @param cells breakers of providers, benches of keys and models
     * @param errors the last errors of each provider
     * @param routing what routers decide by
     * @param keys the current snapshot of access keys
     * @param trust whose certificates a provider may show; {@code null} is the JDK's own list
     * @param tokens of providers that want one
     * @param registry where meters are registered
     * @param nanoTime monotonic nanoseconds
     * @param clock wall clock
     * @param seeds a random number for each instance
     * @param pages what is served beside the corridor: health, metrics and the like
     * @param eventLoops how many instances there will be
     * @param instances counts the instances that have started
     * @param port told once the plain port is open
     */
    public record Shared(
            Settings settings,
            LiveCatalog catalog,
            Cells cells,
            LastErrors errors,
            Routing routing,
            Supplier<KeyRing> keys,
            @Nullable TrustOptions trust,
            AccessTokens tokens,
            MeterRegistry registry,
            LongSupplier nanoTime,
            InstantSource clock,
            LongSupplier seeds,
            List<Consumer<Router>> pages,
            int eventLoops,
            AtomicInteger instances,
            AtomicInteger port) {}

    private final Shared shared;
    private @Nullable Listeners listeners;
    private @Nullable CallBook book;

    public ProxyVerticle(Shared shared) {
        this.shared = shared;
    }

    @Override
    public Future<?> start() {
        Settings settings = shared.settings;
        Connections connections = new Connections(
                shared.nanoTime,
                settings.server().idleConnectionSeconds(),
                settings.timeouts().stalledReaderSeconds());
        Watch watch = new Watch(shared.nanoTime);
        CallBook calls = new CallBook(
                settings,
                shared.nanoTime,
                shared.clock,
                new CallIds(shared.seeds.getAsLong()),
                new CallMeters(shared.registry),
                new Bus(vertx),
                watch,
                connections,
                shared.errors,
                shared.routing);
        book = calls;
        Admission admission = new Admission(shared.keys, shared.clock);
        Means means = means(calls);
        Planner planner = new Planner(
                shared.catalog, shared.routing.router(new SplittableRandom(shared.seeds.getAsLong())), means);
        ProxyHandler handler = new ProxyHandler(admission, planner, means);
        Relay relay = new Relay(admission, planner, means);
        FrontDoor door = new FrontDoor(handler, relay, coldPaths(admission), connections);
        keepTime(watch, connections, handler, calls);
        gauges(watch, connections);
        Listeners opening = new Listeners(vertx, settings.server());
        listeners = opening;
        return opening.open(server -> wire(server, door, connections)).onSuccess(shared.port::set);
    }

    private Means means(CallBook calls) {
        Settings settings = shared.settings;
        return new Means(
                vertx,
                context,
                settings,
                calls,
                new BodyReader(settings.limits().bodyBytesMax(), heldBytesMax()),
                upstreams(),
                shared.cells,
                shared.tokens,
                new SplittableRandom(shared.seeds.getAsLong()),
                shared.clock);
    }

    private Upstreams.Live upstreams() {
        UpstreamClients clients = new UpstreamClients(vertx, shared.settings, shared.trust);
        return new Upstreams.Live(clients.plain(), clients.tls());
    }

    /** All event loops together: what the settings name, or a quarter of the heap. */
    private long heldBytesMax() {
        Settings.Limits limits = shared.settings.limits();
        long all = limits.heldBytesMax() > 0
                ? limits.heldBytesMax()
                : Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_BODIES;
        return Math.max(limits.bodyBytesMax(), all / shared.eventLoops);
    }

    private void keepTime(Watch watch, Connections connections, ProxyHandler handler, CallBook calls) {
        vertx.setPeriodic(Watch.PERIOD_MILLIS, tick -> {
            watch.look((exchange, now) -> due(handler, exchange, now));
            connections.look();
        });
        vertx.setPeriodic(RECORDS_MILLIS, tick -> calls.send());
    }

    private static void due(ProxyHandler handler, Exchange exchange, long now) {
        if (exchange.relay == null) {
            handler.due(exchange, now);
        } else {
            exchange.relay.due(exchange, now);
        }
    }

    private void gauges(Watch watch, Connections connections) {
        String loop = Integer.toString(shared.instances.getAndIncrement());
        shared.registry.gauge("penstock.open.calls", Tags.of("event_loop", loop), watch, Watch::size);
        shared.registry.gauge(
                "penstock.caller.connections", Tags.of("event_loop", loop), connections, Connections::size);
    }

    private static void wire(HttpServer server, FrontDoor door, Connections connections) {
        server.connectionHandler(connections::opened);
        server.requestHandler(door::handle);
        server.invalidRequestHandler(door::invalid);
    }

    private Router coldPaths(Admission admission) {
        Router router = Router.router(vertx);
        long startedSeconds = TimeUnit.MILLISECONDS.toSeconds(shared.clock.millis());
        new ModelsRoutes(admission, shared.catalog, startedSeconds).mount(router);
        // Claude Code warms its connection up so.
        router.route("/api/hello")
                .method(HttpMethod.HEAD)
                .method(HttpMethod.GET)
                .handler(context -> context.response().end());
        shared.pages.forEach(page -> page.accept(router));
        return router;
    }

    /** Drains: open calls may end, and the records of all that ended are sent on. */
    @Override
    public Future<?> stop() {
        Future<Void> drained = listeners == null
                ? Future.succeededFuture()
                : listeners.drain(shared.settings.server().drainSeconds());
        Promise<Void> told = Promise.promise();
        // A connection closes inside the call that writes its last bytes; that call's record follows behind it.
        drained.onComplete(done -> context.runOnContext(after -> {
            if (book != null) {
                book.send();
            }
            told.complete();
        }));
        return told.future();
    }
}
