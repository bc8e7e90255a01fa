package io.penstock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.access.KeyRing;
import io.penstock.catalog.Inventory;
import io.penstock.catalog.LiveCatalog;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.CatalogReader;
import io.penstock.config.RefusedRow;
import io.penstock.config.Settings;
import io.penstock.config.Withheld;
import io.penstock.provider.Provider;
import io.penstock.routing.RoutingPolicy;
import io.penstock.store.AccessKeys;
import io.penstock.store.SealedCopy;
import io.penstock.store.StoredCatalog;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the live catalog comes from: rows of PostgreSQL, read with the configuration of this process, and the providers
 * that the process has of its own. Every state that is taken over is also kept in the sealed copy. Its methods block, for
 * a moment, and may be called from all threads.
 */
final class CatalogSources {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogSources.class);

    private final Settings running;
    private final List<Provider> own;
    private final LiveCatalog catalog;
    private final AccessKeys keys;
    private final SealedCopy copies;

    private volatile CatalogReader reader;

    // Guarded by this.
    private CatalogDocument used;
    private Withheld withheld = Withheld.NOTHING;
    private @Nullable StoredCatalog stored;
    private List<RefusedRow> refused = List.of();

    /** @param own providers that stand in no row: the simulator */
    CatalogSources(Vertx vertx, Settings settings, OpenedStore store, AccessKeys keys, List<Provider> own) {
        this.running = settings;
        this.own = List.copyOf(own);
        this.keys = keys;
        this.copies = store.copies();
        this.reader = settings.catalog();
        this.used = reader.shipped();
        this.catalog = ListedCatalog.of(
                vertx, new Inventory(with(settings.providers()), policy(settings.routing(), settings.providers())));
    }

    private RoutingPolicy policy(RoutingPolicy policy, List<Provider> providers) {
        return own.isEmpty() ? policy : SimulatedModels.in(policy, providers);
    }

    LiveCatalog catalog() {
        return catalog;
    }

    /** Of the configuration in force. */
    CatalogReader reader() {
        return reader;
    }

    /** Takes over rows as they are now. */
    synchronized void take(StoredCatalog rows) {
        if (stored != null && stored.equals(rows)) {
            return;
        }
        StoredCatalog before = stored;
        stored = rows;
        boolean done = false;
        try {
            read(rows);
            done = true;
        } finally {
            // Else they would count as taken when they come again.
            stored = done ? rows : before;
        }
    }

    /** Takes another configuration for all that is read from now on. */
    void prepare(CatalogReader changed) {
        reader = changed;
    }

    /** Reads the last rows with the configuration in force. */
    synchronized void readAgain() {
        if (stored != null) {
            read(stored);
        }
    }

    /** Takes over what was kept of an earlier run. */
    synchronized void restore(SealedCopy.Content copy) {
        keys.restore(copy.keys());
        remember(copy);
        read(new StoredCatalog(copy.document(), copy.withheld(), Map.of(), List.of()));
    }

    /** Rows that turn out to be unreadable have the specs of an earlier run, where there was one. */
    synchronized void remember(SealedCopy.Content copy) {
        used = copy.document();
    }

    /** Keeps a copy with these keys. */
    synchronized void keep(KeyRing ring) {
        if (stored != null) {
            copies.keep(new SealedCopy.Content(used, withheld, ring));
        }
    }

    private void read(StoredCatalog rows) {
        CatalogReader.Usable usable = reader.usable(legible(rows), rows.withheld(), used);
        List<RefusedRow> bad = new ArrayList<>(rows.unreadable());
        bad.addAll(usable.refused());
        List<Provider> elsewhere = new ArrayList<>();
        for (Provider provider : usable.read().providers()) {
            if (OwnAddress.of(provider, running.server())) {
                bad.add(new RefusedRow(
                        CatalogKind.PROVIDER, provider.name(), "base_url", "is Penstock itself: name another address"));
            } else {
                elsewhere.add(provider);
            }
        }
        tell(bad);
        used = usable.used();
        withheld = rows.withheld();
        refused = List.copyOf(bad);
        RoutingPolicy policy = policy(usable.read().policy(), elsewhere);
        catalog.replace(new Inventory(with(elsewhere), policy, used, refusals(rows)));
        keep(keys.current());
    }

    private List<Inventory.Refusal> refusals(StoredCatalog rows) {
        return refused.stream()
                .map(row -> new Inventory.Refusal(row, rows.version(row.kind(), row.name())))
                .toList();
    }

    /** With the last specs of rows that are no JSON anyone could read. */
    private CatalogDocument legible(StoredCatalog rows) {
        CatalogDocument document = rows.document();
        for (RefusedRow row : rows.unreadable()) {
            ObjectNode last = used.rows(row.kind()).get(row.name());
            if (last != null) {
                document = document.with(row.kind(), row.name(), last);
            }
        }
        return document;
    }

    private void tell(List<RefusedRow> bad) {
        for (RefusedRow row : bad) {
            if (!refused.contains(row)) {
                LOG.warn(
                        "the row {} of {} cannot be used as it is: {} {}",
                        row.name(),
                        row.kind().table(),
                        row.field(),
                        row.clause());
            }
        }
    }

    private List<Provider> with(List<Provider> configured) {
        List<Provider> all = new ArrayList<>(configured);
        all.addAll(own);
        return all;
    }
}
