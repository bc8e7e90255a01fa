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

/**
 * The catalog in force: what operators say is served, and what providers themselves list. Written by one thread at a time,
 * read by any; a reader sees a whole snapshot, the one before a change or the one after it.
 */
public final class LiveCatalog {
    /** Ids taken from one provider's listing; what it lists beyond is ignored. */
    public static final int LISTED_MODELS_MAX = 2_000;

    private final Map<String, List<String>> listings = new HashMap<>();
    private final List<Consumer<Snapshot>> followers = new CopyOnWriteArrayList<>();
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

    /** Tells of every inventory that takes the place of another, on the thread that brought it; not of new listings. */
    public void follow(Consumer<Snapshot> follower) {
        followers.add(follower);
    }

    /** Takes over what operators changed. What providers list stays. */
    public synchronized void replace(Inventory changed) {
        inventory = changed;
        book = new Rulebook(changed.policy());
        current = snapshot();
        followers.forEach(follower -> follower.accept(current));
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
        return new Snapshot(inventory, new Catalog(offers, book));
    }
}
