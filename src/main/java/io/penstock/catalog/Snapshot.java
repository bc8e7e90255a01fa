package io.penstock.catalog;

import io.penstock.catalog.Inventory.Refusal;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.RefusedRow;
import io.penstock.provider.Provider;
import io.penstock.routing.Catalog;
import io.penstock.routing.RoutingPolicy;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One state of all that is served. Immutable: a call keeps the one it began with. */
public final class Snapshot {
    private final long generation;
    private final Inventory inventory;
    private final Map<String, Provider> byName;
    private final Catalog models;
    private final Map<CatalogKind, Map<String, Refusal>> refused;

    Snapshot(long generation, Inventory inventory, Catalog models) {
        this.generation = generation;
        this.inventory = inventory;
        this.byName = inventory.providers().stream().collect(Collectors.toMap(Provider::name, Function.identity()));
        this.models = models;
        this.refused = inventory.refused().stream()
                .collect(Collectors.groupingBy(
                        refusal -> refusal.row().kind(),
                        Collectors.toMap(
                                refusal -> refusal.row().name(), Function.identity(), (first, more) -> first)));
    }

    /** Grows with every change that operators make, from 0; the same whatever providers list. */
    public long generation() {
        return generation;
    }

    /** In order of preference. */
    public List<Provider> providers() {
        return inventory.providers();
    }

    /** @throws IllegalStateException if there is none of that name: a bug, where it comes from {@link #models} */
    public Provider provider(String name) {
        Provider provider = byName.get(name);
        if (provider == null) {
            throw new IllegalStateException("no such provider: " + name);
        }
        return provider;
    }

    /** What callers may ask for, and who serves it. */
    public Catalog models() {
        return models;
    }

    /** Rules, and what is known of models. */
    public RoutingPolicy policy() {
        return inventory.policy();
    }

    /** The rows that all this was read from; a refused one with its last good spec. */
    public CatalogDocument document() {
        return inventory.document();
    }

    /** Why that version of a row is not used as it is; {@code null} where it is, or was not looked at yet. */
    public @Nullable RefusedRow refused(CatalogKind kind, String name, long version) {
        Refusal refusal = refused.getOrDefault(kind, Map.of()).get(name);
        return refusal == null || refusal.version() != version ? null : refusal.row();
    }
}
