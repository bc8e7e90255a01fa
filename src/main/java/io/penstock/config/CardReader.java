package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a catalog's YAML into cards. What cannot be right is refused with the model and the field that say so. */
final class CardReader {
    private static final int MODELS_MAX = 10_000;
    private static final int CONTEXT_TOKENS_MAX = 100_000_000;
    private static final int OUTPUT_TOKENS_MAX = 10_000_000;
    private static final int QUALITY_MAX = 100;
    private static final int SOURCE_CHARS_MAX = 200;
    private static final String[] CAPABILITIES = Arrays.stream(Capability.values())
            .map(capability -> capability.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private final String provider;
    private final List<ModelCard> cards;

    private CardReader(String provider, List<ModelCard> cards) {
        this.provider = provider;
        this.cards = cards;
    }

    /** @throws SettingsException that names model and field */
    static ModelCards cards(JsonNode node) {
        Section root = Section.root(node);
        Check.oneOf("currency", root.text("currency", "USD"), "USD");
        List<ModelCard> cards = new ArrayList<>();
        Section models = root.section("models");
        for (String provider : models.names()) {
            CardReader reader = new CardReader(provider(models, provider), cards);
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
        return new ModelCards(cards, gone);
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
            List<String> ids = new ArrayList<>(card.aliases());
            ids.addFirst(card.id());
            for (String id : ids) {
                if (!seen.add(card.provider() + '/' + id)) {
                    throw new SettingsException(
                            card.provider() + '/' + card.id(), "has an id that stands twice, " + id + ": keep one");
                }
            }
        }
    }

    /** What a group says for its models. */
    private record Common(
            int contextTokens,
            int outputTokensMax,
            Set<Capability> capabilities,
            ResponsesNeed responses,
            boolean offered,
            String source,
            @Nullable LocalDate sourceDate) {
        static final Common NOTHING = new Common(0, 0, Set.of(), ResponsesNeed.NONE, true, "", null);

        Common with(Section s) {
            LocalDate date = s.date("source_date");
            return new Common(
                    positive(s, "context_tokens", contextTokens, CONTEXT_TOKENS_MAX),
                    positive(s, "output_tokens_max", outputTokensMax, OUTPUT_TOKENS_MAX),
                    s.has("capabilities") ? abilities(s) : capabilities,
                    need(s, responses),
                    s.flag("offered", offered),
                    bounded("source", s.text("source", source), SOURCE_CHARS_MAX),
                    date == null ? sourceDate : date);
        }
    }

    private record Group(Common common, List<Section> rows) {
        static Group read(Section s) {
            return new Group(Common.NOTHING.with(s), s.items("models"));
        }
    }

    private void add(Section section) {
        Group group = section.read(Group::read);
        if (cards.size() + group.rows.size() > MODELS_MAX) {
            throw new SettingsException("models", "holds more than " + MODELS_MAX + " models: take some out");
        }
        group.rows.forEach(row -> cards.add(named(provider, row, model -> card(model, group.common))));
    }

    private ModelCard card(Section s, Common common) {
        Common own = common.with(s);
        return new ModelCard(
                provider,
                id(s),
                s.texts("aliases").stream().map(alias -> id("aliases", alias)).toList(),
                own.contextTokens,
                own.outputTokensMax,
                own.capabilities,
                PriceReader.prices(s),
                own.responses,
                own.offered,
                s.date("shutdown"),
                s.optionalText("successor"),
                own.source,
                own.sourceDate,
                positive(s, "quality", 0, QUALITY_MAX));
    }

    private static GoneModel gone(String provider, Section s) {
        return new GoneModel(
                provider,
                RoutingReader.pattern("id", s.text("id", "")),
                s.date("shutdown"),
                s.optionalText("successor"));
    }

    /** Reads a row, and names it by its model instead of its place in the file. */
    private static <T> T named(String provider, Section row, Function<Section, T> reading) {
        try {
            T value = reading.apply(row);
            row.close();
            return value;
        } catch (SettingsException e) {
            String field = e.key().startsWith(row.path() + ".")
                    ? e.key().substring(row.path().length() + 1)
                    : e.key();
            throw new SettingsException(provider + '/' + label(row) + ": " + field, e.clause());
        }
    }

    private static String label(Section row) {
        try {
            return row.text("id", row.path());
        } catch (SettingsException e) {
            return row.path();
        }
    }

    private static String id(Section s) {
        return id("id", s.text("id", ""));
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

    private static int positive(Section s, String key, int fallback, int max) {
        if (!s.has(key)) {
            return fallback;
        }
        int value = s.integer(key, 0);
        Check.range(key, value, 1, max);
        return value;
    }

    private static ResponsesNeed need(Section s, ResponsesNeed fallback) {
        boolean always = s.flag("responses_only", fallback == ResponsesNeed.ALWAYS);
        boolean tools = s.flag("tools_need_responses", fallback == ResponsesNeed.TOOLS);
        return always ? ResponsesNeed.ALWAYS : tools ? ResponsesNeed.TOOLS : ResponsesNeed.NONE;
    }

    private static Set<Capability> abilities(Section s) {
        Set<Capability> abilities = EnumSet.noneOf(Capability.class);
        for (String word : s.texts("capabilities")) {
            Check.oneOf("capabilities", word, CAPABILITIES);
            abilities.add(Capability.valueOf(word.toUpperCase(Locale.ROOT)));
        }
        return abilities;
    }
}
