package io.penstock.config;

import io.penstock.provider.Provider;
import io.penstock.routing.Catalog;
import io.penstock.routing.ModelCards;
import io.penstock.routing.ModelRule;
import io.penstock.routing.ModelTraits;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Offer;
import io.penstock.routing.Prefill;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.Rule;
import io.penstock.routing.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code rules} and {@code models}: what the operator says of models, apart from who offers them. */
final class RoutingReader {
    /** More rules, or more models of which something is said, are refused. */
    static final int ENTRIES_MAX = 1_000;

    private static final int CONTEXT_TOKENS_MAX = 100_000_000;
    private static final String[] PREFILLS = Arrays.stream(Prefill.values())
            .map(prefill -> prefill.name().toLowerCase(Locale.ROOT))
            .toArray(String[]::new);

    private final Rule rule;
    private final Traits traits;
    private final List<Provider> providers;
    private final boolean simulator;
    private final ModelCards cards;
    /** Made at the first need: rules are read again for each that is refused. */
    private @Nullable FallbackNames names;

    RoutingReader(Rule rule, Traits traits, List<Provider> providers, boolean simulator, ModelCards cards) {
        this.rule = rule;
        this.traits = traits;
        this.providers = providers;
        this.simulator = simulator;
        this.cards = cards;
    }

    RoutingPolicy read(Section root) {
        List<ModelTraits> models = root.section("models").read(RoutingReader::models);
        models.addAll(known(models));
        return new RoutingPolicy(rule, traits, rules(root), models, cards);
    }

    private List<ModelRule> rules(Section root) {
        // A file without rules has the shipped ones, as it has the shipped providers.
        List<Section> sections = root.has("rules")
                ? root.items("rules")
                : Section.root(SettingsLoader.shipped()).items("rules");
        bounded("rules", sections.size());
        FallbackNames names = names();
        List<RuleEntry> entries = new ArrayList<>();
        for (Section section : sections) {
            int number = entries.size() + 1;
            entries.add(section.read(s -> RuleEntry.read(s, number, rule, names)));
        }
        FallbackChains chains = new FallbackChains(entries);
        List<ModelRule> rules = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            RuleEntry entry = entries.get(i);
            rules.add(new ModelRule(
                    entry.name(),
                    entry.models(),
                    entry.level(),
                    entry.reaches(),
                    chains.from(i),
                    entry.rule(),
                    entry.objective(),
                    entry.choice()));
        }
        return rules;
    }

    /** What may be left of rules that name what is no more. */
    GoneNames gone() {
        return new GoneNames(names());
    }

    /** What the file offers, whoever has a key: keys may come later. */
    private FallbackNames names() {
        if (names != null) {
            return names;
        }
        List<Offer> offers = new ArrayList<>();
        providers.forEach(provider -> offers.add(new Offer(provider.name(), true, provider.models())));
        if (simulator) {
            offers.add(new Offer(Provider.SIMULATOR, true, Provider.SIMULATOR_MODELS));
        }
        Set<String> all = new LinkedHashSet<>();
        offers.forEach(offer -> all.add(offer.provider()));
        RoutingPolicy plain = new RoutingPolicy(rule, traits, List.of(), List.of(), cards);
        FallbackNames made = new FallbackNames(new Catalog(offers, plain), all);
        names = made;
        return made;
    }

    /** Providers known to take longer than others, where the file says nothing of all their models. */
    private List<ModelTraits> known(List<ModelTraits> written) {
        return providers.stream()
                .filter(Provider::usable)
                .map(provider -> new ModelTraits(
                        new NamePattern(provider.name() + "/*"),
                        0,
                        null,
                        longer(provider.headersSeconds(), traits.headersSeconds()),
                        longer(provider.idleSeconds(), traits.idleSeconds())))
                .filter(slow -> slow.headersSeconds() > 0 || slow.idleSeconds() > 0)
                .filter(slow ->
                        written.stream().noneMatch(other -> other.models().equals(slow.models())))
                .toList();
    }

    /** 0 where it is not longer than usual. */
    private static int longer(int seconds, int usual) {
        return seconds > usual ? seconds : 0;
    }

    private static List<ModelTraits> models(Section section) {
        List<ModelTraits> models = new ArrayList<>();
        for (String name : section.names()) {
            models.add(section.section(name).read(s -> traits(section.pathOf(name), name, s)));
        }
        bounded("models", models.size());
        return models;
    }

    private static ModelTraits traits(String path, String name, Section s) {
        return new ModelTraits(
                pattern(path, name),
                positive(s, "context_tokens", CONTEXT_TOKENS_MAX),
                prefill(s),
                positive(s, "headers_seconds", Settings.STREAM_SECONDS_MAX),
                positive(s, "idle_seconds", Settings.STREAM_SECONDS_MAX));
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

    private static @Nullable Prefill prefill(Section s) {
        String word = s.optionalText("prefill");
        if (word == null) {
            return null;
        }
        Check.oneOf("prefill", word, PREFILLS);
        return Prefill.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /**
     * A name, or the beginning of names.
     *
     * @param key whose value holds it, for messages
     */
    static NamePattern pattern(String key, String text) {
        if (text.isBlank() || text.length() > Catalog.MODEL_NAME_CHARS_MAX) {
            throw new SettingsException(
                    key, "holds an empty name, or one of more than " + Catalog.MODEL_NAME_CHARS_MAX + " characters");
        }
        int star = text.indexOf('*');
        if (star >= 0 && star < text.length() - 1) {
            throw new SettingsException(key, "holds '" + text + "', but a * may only stand at the end of a name");
        }
        return new NamePattern(text);
    }

    private static void bounded(String key, int entries) {
        if (entries > ENTRIES_MAX) {
            throw new SettingsException(
                    key,
                    "holds " + entries + " entries, but may hold " + ENTRIES_MAX + ": a * at a name's end saves some");
        }
    }
}
