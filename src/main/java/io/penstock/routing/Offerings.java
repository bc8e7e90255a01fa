package io.penstock.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who offers which model, before any rule is looked at. Immutable. */
final class Offerings {
    private static final String OTHER = "other";

    private final Rulebook book;
    private final Map<String, Offer> byProvider = new LinkedHashMap<>();
    private final Map<String, List<Candidate>> listed = new LinkedHashMap<>();
    private final Map<String, String> keyless = new LinkedHashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final List<Wildcard> keylessWildcards = new ArrayList<>();
    /** What can be talked to, one for each card. */
    private final List<Contender> chats;

    private final IdentityHashMap<Candidate, Contender> ready = new IdentityHashMap<>();

    private record Wildcard(String stem, String label, String provider) {}

    Offerings(List<Offer> offers, Rulebook book) {
        this.book = book;
        Map<String, Candidate> byCard = new LinkedHashMap<>();
        for (Offer offer : offers) {
            byProvider.put(offer.provider(), offer);
            for (String model : offer.models()) {
                index(offer, model, byCard);
            }
        }
        chats = byCard.values().stream().map(this::made).toList();
        chats.forEach(chat -> ready.put(chat.candidate, chat));
    }

    private void index(Offer offer, String model, Map<String, Candidate> chats) {
        if (book.withholds(offer.provider(), model)) {
            return;
        }
        NamePattern pattern = new NamePattern(model);
        if (pattern.open()) {
            (offer.usable() ? wildcards : keylessWildcards).add(new Wildcard(pattern.stem(), model, offer.provider()));
        } else if (!offer.usable()) {
            keyless.putIfAbsent(model, offer.provider());
        } else {
            ModelCard card = book.cards().at(offer.provider(), model);
            Target target = new Target(offer.provider(), model, model);
            Candidate candidate = new Candidate(target, book.traitsOf(offer.provider(), model, card));
            List<Candidate> before = listed.getOrDefault(model, List.of());
            listed.put(model, before.isEmpty() ? List.of(candidate) : with(before, List.of(candidate)));
            if (card != null && card.chats()) {
                // No provider's name holds a slash.
                String key = offer.provider() + '/' + card.id();
                chats.merge(key, candidate, (one, other) -> model.equals(card.id()) ? other : one);
            }
        }
    }

    /** All, those without a key too, in their order. */
    Collection<Offer> offers() {
        return byProvider.values();
    }

    /** What can be talked to and has a card, at every usable provider. */
    List<Contender> chats() {
        return chats;
    }

    /** The ids that usable providers list, in their order. */
    Map<String, List<Candidate>> listed() {
        return listed;
    }

    /** The ids of providers without a key. */
    Set<String> keyless() {
        return keyless.keySet();
    }

    /** Whether this name is an id that somebody lists, alone or behind its provider's name. */
    boolean lists(String name) {
        if (listed.containsKey(name) || keyless.containsKey(name)) {
            return true;
        }
        Offer named = named(name);
        return named != null
                && named.models().contains(name.substring(named.provider().length() + 1));
    }

    List<Candidate> usable(Fallback fallback) {
        return switch (fallback) {
            case Fallback.Listed(String id) -> offering(id);
            case Fallback.At(String provider, String model) -> {
                Offer offer = byProvider.get(provider);
                yield offer == null ? List.of() : at(offer, model);
            }
        };
    }

    /** The provider that stands before the first slash. */
    @Nullable
    Offer named(String model) {
        int slash = model.indexOf('/');
        return slash > 0 && slash < model.length() - 1 ? byProvider.get(model.substring(0, slash)) : null;
    }

    /** Every usable provider that lists this id; where none does, every one with a wildcard for it. */
    List<Candidate> offering(String model) {
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
    List<Candidate> at(Offer offer, String model) {
        if (!offer.usable() || book.withholds(offer.provider(), model)) {
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
    @Nullable
    String withoutKey(String model) {
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

    /** A candidate with all that decides whether it is chosen. */
    Contender contender(Candidate candidate) {
        Contender made = ready.get(candidate);
        return made == null ? made(candidate) : made;
    }

    private Contender made(Candidate candidate) {
        Target target = candidate.target();
        Offer offer = byProvider.get(target.provider());
        return Contender.of(candidate, offer == null ? "" : offer.region(), book.cards());
    }

    /** These, then those of the others that are not among them. */
    static List<Candidate> with(List<Candidate> own, List<Candidate> others) {
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
    static boolean same(Target a, Target b) {
        return a.model().equals(b.model()) && a.provider().equals(b.provider());
    }
}
