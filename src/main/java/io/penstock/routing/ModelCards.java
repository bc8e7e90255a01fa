package io.penstock.routing;

import io.penstock.call.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of models, by provider and id. Immutable. An id with a date behind it is the same model as one
 * without ({@code gpt-5.5-2026-04-01} and {@code gpt-5.5}); ids with two different dates are two models.
 */
public final class ModelCards {
    /** Nothing is known of any model. */
    public static final ModelCards NONE = new ModelCards(List.of(), List.of());

    private static final Pattern DATE =
            Pattern.compile("[-@](?:20\\d{2}(?:0[1-9]|1[0-2])[0-3]\\d|20\\d{2}-(?:0[1-9]|1[0-2])-[0-3]\\d)$");

    private final List<ModelCard> cards;
    private final List<GoneModel> gone;
    private final Map<String, Index> byProvider = new HashMap<>();
    private final Index anywhere = new Index();

    /** Cards by their ids and aliases, and by their ids without the date that they carry. The first of several holds. */
    private static final class Index {
        private final Map<String, ModelCard> spelled = new HashMap<>();
        private final Map<String, ModelCard> undated = new HashMap<>();

        void add(ModelCard card) {
            names(card).forEach(name -> {
                spelled.putIfAbsent(name, card);
                String bare = withoutDate(name);
                if (bare.length() < name.length()) {
                    undated.putIfAbsent(bare, card);
                }
            });
        }

        @Nullable
        ModelCard find(String id) {
            ModelCard card = spelled.get(id);
            if (card == null) {
                card = undated.get(id);
            }
            return card == null ? spelled.get(withoutDate(id)) : card;
        }
    }

    /** @param cards no id stands twice at one provider, aliases included; their order is that of {@link #offered} */
    public ModelCards(List<ModelCard> cards, List<GoneModel> gone) {
        this.cards = List.copyOf(cards);
        this.gone = List.copyOf(gone);
        for (ModelCard card : cards) {
            byProvider.computeIfAbsent(card.provider(), provider -> new Index()).add(card);
            anywhere.add(card);
        }
    }

    private static String withoutDate(String id) {
        return DATE.matcher(id).replaceFirst("");
    }

    private static List<String> names(ModelCard card) {
        List<String> names = new ArrayList<>(card.aliases());
        names.addFirst(card.id());
        return names;
    }

    /** Every card, in the catalog's order. */
    public List<ModelCard> all() {
        return cards;
    }

    /** Every model that has ended. */
    public List<GoneModel> gone() {
        return gone;
    }

    /** This provider's model; {@code null} where nothing is known of it, or that it has ended. */
    public @Nullable ModelCard at(String provider, String id) {
        Index index = byProvider.get(provider);
        ModelCard spelled = index == null ? null : index.spelled.get(id);
        if (spelled != null || index == null) {
            return spelled;
        }
        return ended(provider, id) == null ? index.find(id) : null;
    }

    /**
     * This provider's model, else a model of that id anywhere. For what is the model's own, such as its window; never for
     * prices, which are the provider's.
     */
    public @Nullable ModelCard like(String provider, String id) {
        ModelCard card = at(provider, id);
        return card == null ? elsewhere(provider, id) : card;
    }

    /** A model of that id anywhere, unless this provider's has ended. */
    @Nullable
    ModelCard elsewhere(String provider, String id) {
        return ended(provider, id) == null ? anywhere.find(id) : null;
    }

    /** What is known of this provider's model's end, if it has ended. */
    public @Nullable GoneModel ended(String provider, String id) {
        for (GoneModel model : gone) {
            if (model.provider().equals(provider) && model.id().matches(id)) {
                return model;
            }
        }
        return null;
    }

    /** The ids of a provider of which the operator names no models. */
    public List<String> offered(String provider) {
        return cards.stream()
                .filter(card -> card.offered() && card.provider().equals(provider))
                .flatMap(card -> names(card).stream())
                .toList();
    }

    /** What a request cost: {@link ModelCard#cost} of this provider's model; {@code null} where no price is known. */
    public @Nullable BigDecimal cost(
            String provider, String id, TokenUsage usage, TokenClass cacheWrite, LocalDate day) {
        ModelCard card = at(provider, id);
        return card == null ? null : card.cost(usage, cacheWrite, day);
    }

    /**
     * These with others laid over them: a card of theirs takes the place of the one with its provider and id, new ones come
     * behind, and what they say has ended is left out.
     */
    public ModelCards under(ModelCards others) {
        Map<String, ModelCard> merged = new LinkedHashMap<>();
        cards.stream()
                .filter(card -> others.ended(card.provider(), card.id()) == null)
                .forEach(card -> merged.put(key(card.provider(), card.id()), card));
        others.cards.forEach(card -> merged.put(key(card.provider(), card.id()), card));
        Map<String, GoneModel> ended = new LinkedHashMap<>();
        for (List<GoneModel> some : List.of(gone, others.gone)) {
            some.forEach(model -> ended.put(key(model.provider(), model.id().text()), model));
        }
        return new ModelCards(List.copyOf(merged.values()), List.copyOf(ended.values()));
    }

    /** No provider's name holds a slash. */
    private static String key(String provider, String id) {
        return provider + '/' + id;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelCards that && cards.equals(that.cards) && gone.equals(that.gone);
    }

    @Override
    public int hashCode() {
        return Objects.hash(cards, gone);
    }

    @Override
    public String toString() {
        return "ModelCards[" + cards.size() + " models, " + gone.size() + " gone]";
    }
}
