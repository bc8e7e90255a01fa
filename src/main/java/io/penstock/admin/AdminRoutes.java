package io.penstock.admin;

import io.penstock.admission.Admission;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.CatalogReader;
import io.penstock.provider.Provider;
import io.penstock.resilience.Hints;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The API for operators: providers, models and routing rules in PostgreSQL, and who changed them. Thread-safe: each
 * event loop mounts it on a router of its own.
 */
public final class AdminRoutes {
    private final List<ItemRoutes> items;
    private final AuditRoute audit;
    private final HintsRoute hints;

    /**
     * What the pages work with.
     *
     * @param admission who calls
     * @param pool PostgreSQL
     * @param catalog what is served at this moment
     * @param reader checks what is to be saved, by the configuration in force
     * @param itself whether a provider is this gateway; may look names up, and blocks for it
     * @param hints what targets reject
     * @param nanoTime the clock of the hints
     * @param clock wall clock
     */
    public record Sources(
            Admission admission,
            Pool pool,
            LiveCatalog catalog,
            Supplier<CatalogReader> reader,
            Predicate<Provider> itself,
            Hints hints,
            LongSupplier nanoTime,
            InstantSource clock) {}

    public AdminRoutes(Vertx vertx, Sources sources) {
        AdminGate gate = new AdminGate(sources.admission());
        AddressGuard addresses = new AddressGuard(host -> List.of(InetAddress.getAllByName(host)), sources.itself());
        Changes changes =
                new Changes(vertx, sources.pool(), new CatalogCheck(sources.reader(), sources.catalog()), addresses);
        Effects effects = new Effects(sources.catalog());
        items = List.of(
                new ItemRoutes(Kind.PROVIDER, gate, sources.pool(), changes, effects::provider),
                new ItemRoutes(Kind.MODEL, gate, sources.pool(), changes, effects::item),
                new ItemRoutes(Kind.RULE, gate, sources.pool(), changes, effects::item));
        audit = new AuditRoute(gate, sources.pool());
        hints = new HintsRoute(gate, sources.hints(), sources.nanoTime(), sources.clock());
    }

    /** Behind {@link ProviderStatusRoute}, whose pages stand below the path of providers. */
    public void mount(Router router) {
        items.forEach(routes -> routes.mount(router));
        audit.mount(router);
        hints.mount(router);
    }
}
