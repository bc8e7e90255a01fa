package io.penstock.catalog;

import io.penstock.provider.Provider;
import io.penstock.routing.Catalog;
import io.penstock.routing.Offer;
import io.penstock.routing.Rulebook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The catalog in force: what operators say is served, and what providers themselves list. Written by one thread at a time,
 * read by any; a reader sees a whole snapshot, the one before a change or the one after it.
 */
public final class LiveCatalog {
    /** Ids taken from one provider's listing; what it lists beyond is ignored. */
    public static final int LISTED_MODELS_MAX = 2_000;

    private final Map<String, List<String>> listings = new HashMap<>();
    private final List<Consumer<Change>> followers = new CopyOnWriteArrayList<>();
    private long generation;
    private Inventory inventory;
    private Rulebook book;
    private volatile Snapshot current;

    public LiveCatalog(Inventory inventory) {
        this.inventory = inventory;
        this.book = new Rulebook(inventory.policy());
        this.current = snapshot();
    }

    public Snapshot current() {
        return current;
    }

    /**
     * One inventory has taken the place of another.
     *
     * @param before the snapshot that was in force until now
     * @param after the one in force now
     */
    public record Change(Snapshot before, Snapshot after) {
        /** The names of the providers that are gone or new, or have another address or other keys than before. */
        public Set<String> uprooted() {
            Map<String, Provider> old = byName(before);
            Map<String, Provider> now = byName(after);
            Set<String> names = new LinkedHashSet<>(old.keySet());
            names.addAll(now.keySet());
            names.removeIf(name -> isRooted(old.get(name), now.get(name)));
            return names;
        }

        private static Map<String, Provider> byName(Snapshot snapshot) {
            return snapshot.providers().stream().collect(Collectors.toMap(Provider::name, Function.identity()));
        }

        private static boolean isRooted(@Nullable Provider old, @Nullable Provider kept) {
            return old != null
                    && kept != null
                    && kept.endpoint().equals(old.endpoint())
                    && kept.keys().equals(old.keys());
        }
    }

    /** Is told of every change of the inventory, on the thread that brings it; not of new listings. */
    public void follow(Consumer<Change> follower) {
        followers.add(follower);
    }

    /** Takes over what operators changed. What providers list stays. */
    public synchronized void replace(Inventory changed) {
        generation++;
        inventory = changed;
        book = new Rulebook(changed.policy());
        Change change = new Change(current, snapshot());
        listings.keySet()
                .retainAll(
                        change.after().providers().stream().map(Provider::name).toList());
        current = change.after();
        followers.forEach(follower -> follower.accept(change));
    }

    /** Takes a provider's own listing, in place of its last one. The configured ids stay. */
    public synchronized void listed(String provider, List<String> ids) {
        List<String> usable = ids.stream()
                .filter(id -> !id.isBlank() && id.length() <= Catalog.MODEL_NAME_CHARS_MAX && !id.endsWith("*"))
                .distinct()
                .limit(LISTED_MODELS_MAX)
                .toList();
        if (!usable.equals(listings.put(provider, usable))) {
            current = snapshot();
        }
    }

    private Snapshot snapshot() {
        List<Offer> offers = new ArrayList<>(inventory.providers().size());
        for (Provider provider : inventory.providers()) {
            Offer offer = provider.offer();
            Set<String> models = new LinkedHashSet<>(offer.models());
            models.addAll(listings.getOrDefault(provider.name(), List.of()));
            offers.add(offer.with(List.copyOf(models)));
        }
        return new Snapshot(generation, inventory, new Catalog(offers, book));
    }
}
