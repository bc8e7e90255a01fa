package io.penstock.routing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The models this gateway serves and who serves them. Immutable: a change is a new catalog, and a call keeps the one it
 * began with. Where several providers offer an id, the one offered first and usable wins.
 */
public final class Catalog {
    /** Model names longer than this are unknown without being compared. */
    public static final int MODEL_NAME_CHARS_MAX = 200;

    private static final String OTHER = "other";
    private static final int NEAREST_MAX = 3;
    /** Bounds what an unknown name costs: two spellings further apart are not alike. */
    private static final int TOLERATED_MAX = 16;

    private final Map<String, Offer> byProvider = new HashMap<>();
    private final Map<String, Target> served = new LinkedHashMap<>();
    private final Map<String, String> keyless = new LinkedHashMap<>();
    private final Map<String, Target> prefixes = new LinkedHashMap<>();
    private final Map<String, Target> keylessPrefixes = new LinkedHashMap<>();

    public Catalog(List<Offer> offers) {
        for (Offer offer : offers) {
            byProvider.put(offer.provider(), offer);
            for (String model : offer.models()) {
                index(offer, model);
            }
        }
    }

    private void index(Offer offer, String model) {
        if (model.endsWith("*")) {
            (offer.usable() ? prefixes : keylessPrefixes)
                    .putIfAbsent(model.substring(0, model.length() - 1), new Target(offer.provider(), model, model));
        } else if (!offer.usable()) {
            keyless.putIfAbsent(model, offer.provider());
        } else {
            served.putIfAbsent(model, new Target(offer.provider(), model, model));
        }
    }

    /**
     * Who serves this model name. Read in this order: an id a usable provider lists, a wildcard, {@code provider/model}
     * (which reaches models that no list names), an id whose provider has no key.
     */
    public Resolution resolve(String model) {
        if (model.length() > MODEL_NAME_CHARS_MAX) {
            return new Resolution.Unknown(List.of());
        }
        Target listed = served.get(model);
        if (listed != null) {
            return new Resolution.Served(listed);
        }
        Target wild = wildcard(prefixes, model);
        if (wild != null) {
            return new Resolution.Served(wild);
        }
        int slash = model.indexOf('/');
        Offer named = slash > 0 && slash < model.length() - 1 ? byProvider.get(model.substring(0, slash)) : null;
        if (named != null) {
            return named.usable()
                    ? new Resolution.Served(ofProvider(named, model.substring(slash + 1)))
                    : new Resolution.Keyless(named.provider());
        }
        String provider = keyless.get(model);
        if (provider != null) {
            return new Resolution.Keyless(provider);
        }
        Target withoutKey = wildcard(keylessPrefixes, model);
        return withoutKey == null
                ? new Resolution.Unknown(nearest(model))
                : new Resolution.Keyless(withoutKey.provider());
    }

    private static @Nullable Target wildcard(Map<String, Target> prefixes, String model) {
        for (Map.Entry<String, Target> entry : prefixes.entrySet()) {
            if (model.startsWith(entry.getKey())) {
                Target target = entry.getValue();
                return new Target(target.provider(), model, target.label());
            }
        }
        return null;
    }

    private static Target ofProvider(Offer offer, String model) {
        return new Target(offer.provider(), model, offer.models().contains(model) ? model : OTHER);
    }

    /** Every id a caller may use by name, with who serves it, in the order of the offers. Wildcards are not listed. */
    public Map<String, Target> served() {
        return Collections.unmodifiableMap(served);
    }

    /** Up to three served ids that look like this one, the likest first. */
    public List<String> nearest(String model) {
        if (model.length() > MODEL_NAME_CHARS_MAX) {
            return List.of();
        }
        int tolerated = Math.clamp(model.length() / 2, 3, TOLERATED_MAX);
        record Near(String id, int distance) {}
        List<Near> near = new ArrayList<>();
        for (String id : served.keySet()) {
            int distance = Spelling.distance(model, id, tolerated);
            if (distance <= tolerated) {
                near.add(new Near(id, distance));
            }
        }
        near.sort(Comparator.comparingInt(Near::distance));
        return near.stream().limit(NEAREST_MAX).map(Near::id).toList();
    }
}
