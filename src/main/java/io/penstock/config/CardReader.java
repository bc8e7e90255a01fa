package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.routing.Capability;
import io.penstock.routing.Catalog;
import io.penstock.routing.GoneModel;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import io.penstock.routing.ResponsesNeed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads models of the catalog. What cannot be right is refused with the model and the field that say so. */
final class CardReader {
    static final int MODELS_MAX = 10_000;

    private static final int CONTEXT_TOKENS_MAX = 100_000_000;
    private static final int OUTPUT_TOKENS_MAX = 10_000_000;
    private static final int QUALITY_MAX = 100;
    private static final int SOURCE_CHARS_MAX = 200;
    private static final String ID = "id";
    private static final String MODELS = "models";
    private static final String[] CAPABILITIES = Arrays.stream(Capability.values())
            .map(capability -> capability.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private final String provider;
    private final List<ModelCard> cards;
    private final Map<String, ObjectNode> specs;

    private CardReader(String provider, List<ModelCard> cards, Map<String, ObjectNode> specs) {
        this.provider = provider;
        this.cards = cards;
        this.specs = specs;
    }

    /**
     * Reads a whole file.
     *
     * @throws SettingsException that names model and field
     */
    static ModelRows rows(JsonNode node) {
        Section root = Section.root(node);
        Check.oneOf("currency", root.text("currency", "USD"), "USD");
        List<ModelCard> cards = new ArrayList<>();
        Map<String, ObjectNode> specs = new LinkedHashMap<>();
        Section models = root.section(MODELS);
        for (String provider : models.names()) {
            CardReader reader = new CardReader(provider(models, provider), cards, specs);
            models.items(provider).forEach(reader::add);
        }
        List<GoneModel> gone = new ArrayList<>();
        Section ended = root.section("gone");
        for (String provider : ended.names()) {
            String name = provider(ended, provider);
            ended.items(name).forEach(row -> gone.add(named(name, row, s -> gone(name, s))));
        }
        root.close();
        if (cards.isEmpty() && gone.isEmpty()) {
            throw new SettingsException(
                    "the file", "holds no models: write some below models, or do not name the file");
        }
        refuseDoubles(cards);
        return new ModelRows(new ModelCards(cards, gone), specs, true);
    }

    private static String provider(Section section, String name) {
        if (!ProviderEntry.isName(name)) {
            throw new SettingsException(
                    section.pathOf(name), "is no provider name: use lower-case letters, digits, - and _");
        }
        return name;
    }

    /** No provider may have an id twice, aliases included. */
    static void refuseDoubles(List<ModelCard> cards) {
        Set<String> seen = new HashSet<>();
        for (ModelCard card : cards) {
            String twice = takeIds(card, seen);
            if (twice != null) {
                throw new SettingsException(
                        card.provider() + '/' + card.id(), "has an id that stands twice, " + twice + ": keep one");
            }
        }
    }

    /**
     * Takes a card's id and aliases.
     *
     * @param seen those taken so far, as {@code provider/id}; as it was, where one of them is taken already
     * @return the one that is taken already, or {@code null}
     */
    static @Nullable String takeIds(ModelCard card, Set<String> seen) {
        List<String> ids = new ArrayList<>(card.aliases());
        ids.addFirst(card.id());
        Set<String> own = new HashSet<>();
        for (String id : ids) {
            String name = card.provider() + '/' + id;
            if (seen.contains(name) || !own.add(name)) {
                return id;
            }
        }
        seen.addAll(own);
        return null;
    }

    /** What a group may say for its models as well. */
    private record Common(
            int contextTokens,
            int outputTokensMax,
            Set<Capability> capabilities,
            ResponsesNeed responses,
            boolean offered,
            String source,
            @Nullable LocalDate sourceDate) {
        static Common read(Section s) {
            return new Common(
                    positive(s, "context_tokens", CONTEXT_TOKENS_MAX),
                    positive(s, "output_tokens_max", OUTPUT_TOKENS_MAX),
                    abilities(s),
                    need(s),
                    s.flag("offered", true),
                    bounded("source", s.text("source", ""), SOURCE_CHARS_MAX),
                    s.date("source_date"));
        }
    }

    private record Group(ObjectNode common, List<Section> rows) {
        static Group read(Section s) {
            Common.read(s);
            ObjectNode common = s.copy();
            common.remove(MODELS);
            return new Group(common, s.items(MODELS));
        }
    }

    private void add(Section section) {
        Group group = section.read(Group::read);
        if (cards.size() + group.rows.size() > MODELS_MAX) {
            throw new SettingsException(MODELS, "holds more than " + MODELS_MAX + " models: take some out");
        }
        for (Section row : group.rows) {
            String id = named(provider, row, s -> {
                s.names();
                return id(ID, s.text(ID, ""));
            });
            ObjectNode spec = Section.at("", row.copy()).over(group.common).copy();
            spec.remove(ID);
            cards.add(named(provider + '/' + id, () -> card(provider, id, spec)));
            specs.put(provider + '/' + id, spec);
        }
    }

    /**
     * One model.
     *
     * @param spec all that is said of it, in the keys of the file
     * @throws SettingsException whose key is the field
     */
    static ModelCard card(String provider, String id, ObjectNode spec) {
        Section s = Section.at("", spec);
        Common common = Common.read(s);
        ModelCard card = new ModelCard(
                provider,
                id(ID, id),
                s.texts("aliases").stream().map(alias -> id("aliases", alias)).toList(),
                common.contextTokens,
                common.outputTokensMax,
                common.capabilities,
                PriceReader.prices(s),
                common.responses,
                common.offered,
                s.date("shutdown"),
                s.optionalText("successor"),
                common.source,
                common.sourceDate,
                positive(s, "quality", QUALITY_MAX));
        s.close();
        return card;
    }

    private static GoneModel gone(String provider, Section s) {
        return new GoneModel(
                provider, RoutingReader.pattern(ID, s.text(ID, "")), s.date("shutdown"), s.optionalText("successor"));
    }

    /** Reads a row, and names it by its model instead of its place in the file. */
    private static <T> T named(String provider, Section row, Function<Section, T> reading) {
        return named(provider + '/' + label(row), () -> {
            try {
                T value = reading.apply(row);
                row.close();
                return value;
            } catch (SettingsException e) {
                String field = e.key().startsWith(row.path() + ".")
                        ? e.key().substring(row.path().length() + 1)
                        : e.key();
                throw new SettingsException(field, e.clause());
            }
        });
    }

    private static <T> T named(String model, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (SettingsException e) {
            throw new SettingsException(model + ": " + e.key(), e.clause());
        }
    }

    private static String label(Section row) {
        try {
            return row.text(ID, row.path());
        } catch (SettingsException e) {
            return row.path();
        }
    }

    private static String id(String key, String text) {
        Check.present(key, text);
        if (text.endsWith("*")) {
            throw new SettingsException(key, "is '" + text + "', but here stands one model: write its whole id");
        }
        return bounded(key, text, Catalog.MODEL_NAME_CHARS_MAX);
    }

    private static String bounded(String key, String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new SettingsException(key, "has more than " + charsMax + " characters");
        }
        return text;
    }

    /** 0 where nothing is said. */
    private static int positive(Section s, String key, int max) {
        if (!s.has(key)) {
            return 0;
        }
        int value = s.integer(key, 0);
        Check.range(key, value, 1, max);
        return value;
    }

    private static ResponsesNeed need(Section s) {
        boolean always = s.flag("responses_only", false);
        boolean tools = s.flag("tools_need_responses", false);
        return always ? ResponsesNeed.ALWAYS : tools ? ResponsesNeed.TOOLS : ResponsesNeed.NONE;
    }

    private static Set<Capability> abilities(Section s) {
        Set<Capability> abilities = EnumSet.noneOf(Capability.class);
        List<String> words = s.texts("capabilities");
        for (String word : words) {
            Check.oneOf("capabilities[" + words.indexOf(word) + "]", word, CAPABILITIES);
            abilities.add(Capability.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return abilities;
    }
}
