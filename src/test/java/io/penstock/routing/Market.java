package io.penstock.routing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Providers and models with cards, made line by line, and a router that chooses among them. */
final class Market {
    static final Rule RULE = new Rule(3, 120_000, 900_000, 10_000, 60_000, true, false);
    static final Rule SHORT = new Rule(1, 5_000, 6_000, 0, 0, false, true);
    static final long SECOND = 1_000_000_000L;
    private static final Traits TRAITS = new Traits(0, Prefill.NONE, 15, 20);
    private static final Set<Capability> EVERYTHING =
            EnumSet.of(Capability.TOOLS, Capability.VISION, Capability.JSON_SCHEMA, Capability.AUDIO);

    final Paces paces = new Paces();
    final Affinity affinity = new Affinity(64);
    /** Targets, as {@code provider/model}, that cannot be asked now. */
    final Set<String> away = new HashSet<>();

    /** What is known to be rejected. */
    Map<String, List<Hint>> hints = Map.of();

    final Router router;
    long now = 1_000 * SECOND;
    long today;

    /** Providers without a key. */
    private final Set<String> keyless = new HashSet<>();

    private final Map<String, List<String>> models = new LinkedHashMap<>();
    private final Map<String, String> regions = new LinkedHashMap<>();
    private final List<ModelCard> cards = new ArrayList<>();
    private final List<ModelRule> rules = new ArrayList<>();
    private Catalog catalog;

    Market(long seed) {
        Availability view = (target, at) -> !away.contains(target.provider() + '/' + target.model());
        router = new Router(paces, view, () -> hints, affinity, new Random(seed), () -> today);
    }

    Market() {
        this(1);
    }

    /** A model that can do everything, at so many dollars per million tokens of output and a fifth of it of input. */
    Market priced(String full, double dollars) {
        return card(full, dollars, 0, 0, EVERYTHING);
    }

    /** The same, of so good a quality. */
    Market rated(String full, double dollars, int quality) {
        return card(full, dollars, quality, 0, EVERYTHING);
    }

    /** The same with a window, and able to do this much. */
    Market able(String full, double dollars, long window, Set<Capability> abilities) {
        return card(full, dollars, 0, window, abilities);
    }

    private Market card(String full, double dollars, int quality, long window, Set<Capability> abilities) {
        BigDecimal output = BigDecimal.valueOf(dollars);
        PriceTier tier = new PriceTier(
                null,
                0,
                Map.of(TokenClass.INPUT, output.movePointLeft(1).multiply(BigDecimal.TWO), TokenClass.OUTPUT, output));
        return card(full, abilities, window, quality, List.of(tier), null);
    }

    Market card(
            String full,
            Set<Capability> abilities,
            long window,
            int quality,
            List<PriceTier> prices,
            java.time.LocalDate shutdown) {
        int slash = full.indexOf('/');
        cards.add(new ModelCard(
                full.substring(0, slash),
                full.substring(slash + 1),
                List.of(),
                window,
                0,
                abilities,
                prices,
                ResponsesNeed.NONE,
                true,
                shutdown,
                null,
                "",
                null,
                quality));
        return unknown(full);
    }

    /** A model without a card. */
    Market unknown(String full) {
        int slash = full.indexOf('/');
        models.computeIfAbsent(full.substring(0, slash), name -> new ArrayList<>())
                .add(full.substring(slash + 1));
        catalog = null;
        return this;
    }

    Market region(String provider, String region) {
        regions.put(provider, region);
        catalog = null;
        return this;
    }

    Market keyless(String provider) {
        keyless.add(provider);
        catalog = null;
        return this;
    }

    Market rule(ModelRule rule) {
        rules.add(rule);
        catalog = null;
        return this;
    }

    /** A rule that says nothing but how to choose. */
    Market rule(String models, PowerLevel level, Objective objective, Choice choice) {
        return rule(new ModelRule(
                "rule-" + (rules.size() + 1),
                List.of(new NamePattern(models)),
                level,
                false,
                List.of(),
                RULE,
                objective,
                choice));
    }

    Catalog catalog() {
        if (catalog == null) {
            List<Offer> offers = new ArrayList<>();
            models.forEach((provider, ids) -> offers.add(
                    new Offer(provider, !keyless.contains(provider), ids, regions.getOrDefault(provider, ""))));
            catalog = new Catalog(
                    offers, new RoutingPolicy(RULE, TRAITS, rules, List.of(), new ModelCards(cards, List.of())));
        }
        return catalog;
    }

    Resolution resolve(Inquiry inquiry) {
        return router.resolve(catalog(), inquiry, now);
    }

    /** How many each reason took out, of a call for which nobody is left. */
    Map<Exclusion, Integer> leftOut(Inquiry inquiry) {
        return ((Resolution.Excluded) resolve(inquiry)).counts();
    }

    Plan plan(Inquiry inquiry) {
        return ((Resolution.Served) resolve(inquiry)).plan();
    }

    Explanation explain(Inquiry inquiry) {
        return router.explain(catalog(), inquiry, now);
    }

    /** The plan of a name, each candidate as {@code provider/model}. */
    List<String> order(String model) {
        return order(Inquiry.of(model));
    }

    List<String> order(Inquiry inquiry) {
        return names(plan(inquiry));
    }

    static List<String> names(Plan plan) {
        return plan.candidates().stream()
                .map(candidate -> full(candidate.target()))
                .toList();
    }

    static String full(Target target) {
        return target.provider() + '/' + target.model();
    }

    static Target target(String full) {
        int slash = full.indexOf('/');
        return new Target(full.substring(0, slash), full.substring(slash + 1), "");
    }

    static Fallback at(String full) {
        return new Fallback.At(target(full).provider(), target(full).model());
    }

    static Inquiry needing(String model, Needs needs) {
        return new Inquiry(model, null, null, needs, Scope.ALL, 0);
    }

    static Inquiry within(String model, Scope scope) {
        return new Inquiry(model, null, null, Needs.NONE, scope, 0);
    }

    static Inquiry beginning(String model, long prefix) {
        return new Inquiry(model, null, null, Needs.NONE, Scope.ALL, prefix);
    }

    /** It has answered some streams, all with this time to the first token. */
    Market pace(String full, double firstTokenSeconds) {
        for (int i = 0; i < 5; i++) {
            paces.began(target(full), now);
            long first = (long) (firstTokenSeconds * SECOND);
            paces.streamed(target(full), first, 100, first + SECOND, now);
        }
        return this;
    }
}
