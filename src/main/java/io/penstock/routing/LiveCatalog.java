package io.penstock.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The catalog in force: the configured offers plus what providers themselves list. Written by one thread at a time, read
 * by any; a reader sees a whole catalog, the one before a change or the one after it.
 */
public final class LiveCatalog {
    /** Ids taken from one provider's listing; what it lists beyond is ignored. */
    public static final int LISTED_MODELS_MAX = 2_000;

    private final List<Offer> configured;
    private final Map<String, List<String>> listings = new HashMap<>();
    private final Rulebook book;
    private volatile Catalog current;

    /** The policy stays in force whatever providers list. */
    public LiveCatalog(List<Offer> configured, RoutingPolicy policy) {
        this.configured = List.copyOf(configured);
        this.book = new Rulebook(policy);
        this.current = new Catalog(configured, book);
    }

    public Catalog current() {
        return current;
    }

    /** Takes a provider's own listing, in place of its last one. The configured ids stay. */
    public synchronized void listed(String provider, List<String> ids) {
        List<String> usable = ids.stream()
                .filter(id -> !id.isBlank() && id.length() <= Catalog.MODEL_NAME_CHARS_MAX && !id.endsWith("*"))
                .distinct()
                .limit(LISTED_MODELS_MAX)
                .toList();
        if (usable.equals(listings.put(provider, usable))) {
            return;
        }
        List<Offer> offers = new ArrayList<>(configured.size());
        for (Offer offer : configured) {
            Set<String> models = new LinkedHashSet<>(offer.models());
            models.addAll(listings.getOrDefault(offer.provider(), List.of()));
            offers.add(new Offer(offer.provider(), offer.usable(), List.copyOf(models)));
        }
        current = new Catalog(offers, book);
    }
}
