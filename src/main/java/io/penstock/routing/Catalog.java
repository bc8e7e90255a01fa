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
 * began with. Where several providers offer an id, all that can be used serve it, the one offered first before the rest.
 */
public final class Catalog {
    /** Model names longer than this are unknown without being compared. */
    public static final int MODEL_NAME_CHARS_MAX = 200;

    private static final String OTHER = "other";
    private static final int NEAREST_MAX = 3;
    /** Bounds what an unknown name costs: two spellings further apart are not alike. */
    private static final int TOLERATED_MAX = 16;

    private final Rulebook book;
    private final Map<String, Offer> byProvider = new HashMap<>();
    private final Map<String, List<Candidate>> listed = new LinkedHashMap<>();
    private final Map<String, String> keyless = new LinkedHashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final List<Wildcard> keylessWildcards = new ArrayList<>();
    /** What each rule of the book falls back to, as far as it can be used. */
    private final List<List<Candidate>> fallbacks;

    private final Map<String, Resolution.Served> plans = new HashMap<>();
    private final Map<String, Target> served = new LinkedHashMap<>();

    private record Wildcard(String stem, String label, String provider) {}

    public Catalog(List<Offer> offers, RoutingPolicy policy) {
        this(offers, new Rulebook(policy));
    }

    /** One book serves many catalogs. */
    public Catalog(List<Offer> offers, Rulebook book) {
        this.book = book;
        for (Offer offer : offers) {
            byProvider.put(offer.provider(), offer);
            for (String model : offer.models()) {
                index(offer, model);
            }
        }
        fallbacks = book.rules().stream().map(this::usable).toList();
        listed.forEach((id, own) -> {
            Plan plan = planned(own, book.ruleOf(id, id));
            plans.put(id, new Resolution.Served(plan));
            served.put(id, first(plan));
        });
        keyless.keySet().forEach(this::planWhatARuleServes);
        book.names().forEach(this::planWhatARuleServes);
    }

    private void index(Offer offer, String model) {
        NamePattern pattern = new NamePattern(model);
        if (book.withholds(offer.provider(), model)) {
            return;
        }
        if (pattern.open()) {
            (offer.usable() ? wildcards : keylessWildcards).add(new Wildcard(pattern.stem(), model, offer.provider()));
        } else if (!offer.usable()) {
            keyless.putIfAbsent(model, offer.provider());
        } else {
            List<Candidate> before = listed.getOrDefault(model, List.of());
            Candidate candidate = candidate(offer.provider(), model, model);
            listed.put(model, before.isEmpty() ? List.of(candidate) : with(before, List.of(candidate)));
        }
    }

    private List<Candidate> usable(ModelRule rule) {
        Map<String, Candidate> usable = new LinkedHashMap<>();
        for (Fallback fallback : rule.fallbacks()) {
            for (Candidate candidate : usable(fallback)) {
                // No provider's name holds a slash.
                String place =
                        candidate.target().provider() + '/' + candidate.target().model();
                usable.putIfAbsent(place, candidate);
            }
        }
        return List.copyOf(usable.values());
    }

    private List<Candidate> usable(Fallback fallback) {
        return switch (fallback) {
            case Fallback.Listed(String id) -> offering(id);
            case Fallback.At(String provider, String model) -> at(byProvider.get(provider), model);
        };
    }

    /** A name that no usable provider lists, but which a rule leads on from. */
    private void planWhatARuleServes(String model) {
        if (plans.containsKey(model) || book.ruleOf(model, model) == Rulebook.NO_RULE) {
            return;
        }
        Plan plan = plan(model);
        if (!plan.candidates().isEmpty()) {
            plans.put(model, new Resolution.Served(plan));
            if (named(model) == null) {
                served.put(model, first(plan));
            }
        }
    }

    private static Target first(Plan plan) {
        return plan.candidates().getFirst().target();
    }

    /**
     * Who serves this model name. Read in this order: an id a usable provider lists, a wildcard, {@code provider/model}
     * (which reaches models that no list names), an id whose provider has no key. The fallbacks of the rule that matches
     * follow; they serve it alone where its provider has no key, and where the rule spells a name that nobody offers.
     */
    public Resolution resolve(String model) {
        if (model.length() > MODEL_NAME_CHARS_MAX) {
            return new Resolution.Unknown(List.of());
        }
        Resolution.Served planned = plans.get(model);
        if (planned != null) {
            return planned;
        }
        Plan plan = plan(model);
        return plan.candidates().isEmpty() ? nobody(model) : new Resolution.Served(plan);
    }

    /** Without candidates where nobody serves it. */
    private Plan plan(String model) {
        List<Candidate> offering = offering(model);
        Offer named = named(model);
        if (offering.isEmpty() && named != null) {
            String bare = model.substring(named.provider().length() + 1);
            return planned(at(named, bare), book.ruleOf(model, bare));
        }
        boolean known = !offering.isEmpty() || book.names(model) || withoutKey(model) != null;
        return planned(offering, known ? book.ruleOf(model, model) : Rulebook.NO_RULE);
    }

    private Resolution nobody(String model) {
        Offer named = named(model);
        String withoutKey = named == null || named.usable() ? withoutKey(model) : named.provider();
        return withoutKey == null ? new Resolution.Unknown(nearest(model)) : new Resolution.Keyless(withoutKey);
    }

    /** The provider that stands before the first slash. */
    private @Nullable Offer named(String model) {
        int slash = model.indexOf('/');
        return slash > 0 && slash < model.length() - 1 ? byProvider.get(model.substring(0, slash)) : null;
    }

    private Plan planned(List<Candidate> own, int rule) {
        List<Candidate> all = rule == Rulebook.NO_RULE ? own : with(own, fallbacks.get(rule));
        return new Plan(all, book.rule(rule));
    }

    /** These, then those of the others that are not among them. */
    private static List<Candidate> with(List<Candidate> own, List<Candidate> others) {
        if (own.isEmpty() || others.isEmpty()) {
            return own.isEmpty() ? others : own;
        }
        List<Candidate> all = new ArrayList<>(own);
        for (Candidate other : others) {
            if (own.stream().noneMatch(candidate -> same(candidate.target(), other.target()))) {
                all.add(other);
            }
        }
        return List.copyOf(all);
    }

    /** The label is no part of what is asked. */
    private static boolean same(Target a, Target b) {
        return a.model().equals(b.model()) && a.provider().equals(b.provider());
    }

    /** Every usable provider that lists this id; where none does, every one with a wildcard for it. */
    private List<Candidate> offering(String model) {
        List<Candidate> exact = listed.get(model);
        if (exact != null) {
            return exact;
        }
        List<Candidate> offering = List.of();
        for (Wildcard wildcard : wildcards) {
            if (model.startsWith(wildcard.stem) && !book.withholds(wildcard.provider, model)) {
                offering = with(offering, List.of(candidate(wildcard.provider, model, wildcard.label)));
            }
        }
        return offering;
    }

    /** This provider's model, if the provider can be used. */
    private List<Candidate> at(@Nullable Offer offer, String model) {
        if (offer == null || !offer.usable() || book.withholds(offer.provider(), model)) {
            return List.of();
        }
        for (Candidate candidate : listed.getOrDefault(model, List.of())) {
            if (candidate.target().provider().equals(offer.provider())) {
                return List.of(candidate);
            }
        }
        return List.of(candidate(offer.provider(), model, OTHER));
    }

    private Candidate candidate(String provider, String model, String label) {
        return new Candidate(new Target(provider, model, label), book.traitsOf(provider, model));
    }

    /** The provider that offers this model but has no key. */
    private @Nullable String withoutKey(String model) {
        String provider = keyless.get(model);
        if (provider != null) {
            return provider;
        }
        for (Wildcard wildcard : keylessWildcards) {
            if (model.startsWith(wildcard.stem)) {
                return wildcard.provider;
            }
        }
        return null;
    }

    /**
     * Every id a caller may use by name, with who is asked first: those of the offers in their order, then those that rules
     * spell out and serve. Neither wildcards nor {@code provider/model} are listed.
     */
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
                near.sort(Comparator.comparingInt(Near::distance));
            }
            if (near.size() > NEAREST_MAX) {
                near.removeLast();
            }
            if (near.size() == NEAREST_MAX) {
                tolerated = near.getLast().distance() - 1;
            }
        }
        return near.stream().map(Near::id).toList();
    }
}
