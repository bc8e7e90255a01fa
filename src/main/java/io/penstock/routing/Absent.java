package io.penstock.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Who would take part in a {@link Contest} if its provider had a key. For explanations: calls never look. */
final class Absent {
    private static final String LABEL = "other";

    private final Contest contest;
    private final Rulebook book;
    private final Offerings offerings;

    Absent(Contest contest) {
        this.contest = contest;
        this.book = contest.catalog.book();
        this.offerings = contest.catalog.offerings();
    }

    /** Who could be chosen, in the configured order. */
    List<Candidate> own() {
        Choice choice = contest.choice;
        List<Candidate> own;
        if (choice.lists()) {
            own = Offerings.with(
                    of(choice.among()),
                    chats(candidate -> choice.matching().stream()
                            .anyMatch(pattern -> pattern.matches(Contender.full(candidate.target()))
                                    || pattern.matches(candidate.target().model()))));
        } else {
            own = contest.auto ? chats(candidate -> true) : named(contest.lineup.asked());
        }
        List<Fallback> preferred = new ArrayList<>(choice.pins());
        choice.split().forEach(share -> preferred.add(share.to()));
        return Offerings.with(own, of(preferred));
    }

    /** Who would follow them. */
    List<Candidate> fallbacks() {
        int reach = contest.lineup.reach();
        return reach == Rulebook.NO_RULE
                ? List.of()
                : of(book.rules().get(reach).fallbacks());
    }

    private List<Candidate> of(List<Fallback> fallbacks) {
        List<Candidate> all = List.of();
        for (Fallback fallback : fallbacks) {
            all = Offerings.with(
                    all,
                    switch (fallback) {
                        case Fallback.Listed(String id) -> listing(id);
                        case Fallback.At(String provider, String model) -> at(provider, model);
                    });
        }
        return all;
    }

    private List<Candidate> named(String name) {
        List<Candidate> listing = listing(name);
        Offer provider = offerings.named(name);
        return !listing.isEmpty() || provider == null
                ? listing
                : at(provider.provider(), name.substring(provider.provider().length() + 1));
    }

    private List<Candidate> at(String provider, String model) {
        List<Candidate> found = new ArrayList<>();
        for (Offer offer : offerings.offers()) {
            if (offer.provider().equals(provider)) {
                add(offer, model, found);
            }
        }
        return found;
    }

    /** Every one that lists this id; where nobody at all does, every one with a wildcard for it. */
    private List<Candidate> listing(String model) {
        boolean exact =
                offerings.listed().containsKey(model) || offerings.keyless().contains(model);
        List<Candidate> found = new ArrayList<>();
        for (Offer offer : offerings.offers()) {
            boolean lists = exact
                    ? offer.models().contains(model)
                    : offer.models().stream().map(NamePattern::new).anyMatch(pattern -> pattern.matches(model));
            if (lists) {
                add(offer, model, found);
            }
        }
        return found;
    }

    /** What can be talked to, one for each card. */
    private List<Candidate> chats(Predicate<Candidate> wanted) {
        List<Candidate> found = new ArrayList<>();
        Set<String> cards = new HashSet<>();
        for (Offer offer : offerings.offers()) {
            for (String model : offer.usable() ? List.<String>of() : offer.models()) {
                ModelCard card = book.cards().at(offer.provider(), model);
                if (card != null && card.chats() && cards.add(offer.provider() + '/' + card.id())) {
                    add(offer, model, found);
                }
            }
        }
        return found.stream().filter(wanted).toList();
    }

    private void add(Offer offer, String model, List<Candidate> found) {
        if (!offer.usable() && !book.withholds(offer.provider(), model)) {
            Target target = new Target(offer.provider(), model, LABEL);
            found.add(new Candidate(target, book.traitsOf(offer.provider(), model)));
        }
    }
}
