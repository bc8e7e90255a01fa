package io.penstock.routing;

import static io.penstock.Seeded.oneOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterLawsTest {
    private static final int MARKETS = 400;
    private static final int CALLS = 20;
    private static final List<String> PROVIDERS = List.of("p0", "p1", "p2", "p3", "p4");

    @Test
    void everyCandidateOfAPlanPassesEveryFilter() {
        Seeded.check(MARKETS, random -> {
            Market market = market(random);
            for (int i = 0; i < CALLS; i++) {
                Inquiry inquiry = inquiry(random);
                Explanation explanation = market.explain(inquiry);
                Resolution resolution = market.resolve(inquiry);
                Map<String, Set<Exclusion>> exclusions = new HashMap<>();
                explanation.candidates().forEach(one -> {
                    Set<Exclusion> hard = EnumSet.noneOf(Exclusion.class);
                    hard.addAll(one.exclusions());
                    hard.remove(Exclusion.UNAVAILABLE);
                    exclusions.put(Market.full(one.candidate().target()), hard);
                });
                switch (resolution) {
                    case Resolution.Served(Plan plan) -> {
                        List<String> names = Market.names(plan);
                        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
                        assertThat(names)
                                .allSatisfy(
                                        name -> assertThat(exclusions.get(name)).isEmpty());
                        assertThat(names).allSatisfy(name -> allowed(name, inquiry.scope()));
                    }
                    case Resolution.Excluded excluded -> {
                        Map<Exclusion, Integer> counts = excluded.counts();
                        assertThat(exclusions.values()).noneMatch(Set::isEmpty);
                        assertThat(counts.values().stream()
                                        .mapToInt(Integer::intValue)
                                        .sum())
                                .isEqualTo(exclusions.size());
                        assertThat(List.copyOf(counts.keySet())).isSorted();
                    }
                    case Resolution.Unknown _, Resolution.Keyless _ ->
                        assertThat(exclusions).isEmpty();
                }
            }
        });
    }

    @Test
    void aNamedModelKeepsAllThatMayBeAskedAndThoseThatCanBeFirst() {
        Seeded.check(MARKETS, random -> {
            Market market = market(random);
            for (int i = 0; i < CALLS; i++) {
                String model = "m" + random.nextInt(6) + oneOf(random, ":eco", ":balanced", ":precision");
                Explanation explanation = market.explain(Inquiry.of(model));
                if (!(explanation.resolution() instanceof Resolution.Served(Plan plan))) {
                    continue;
                }
                long eligible = explanation.candidates().stream()
                        .filter(one -> !one.fallback()
                                && (one.exclusions().isEmpty()
                                        || one.exclusions().equals(Set.of(Exclusion.UNAVAILABLE))))
                        .count();
                List<Boolean> away =
                        Market.names(plan).stream().map(market.away::contains).toList();
                assertThat((long) plan.candidates().size()).isEqualTo(eligible);
                assertThat(away).isSorted();
            }
        });
    }

    @Test
    void theCheapestIsFirstWherePriceAloneCounts() {
        Seeded.check(MARKETS, random -> {
            Market market = market(random).rule("*", null, Objective.PRICE, null);
            for (int i = 0; i < CALLS; i++) {
                Inquiry inquiry = inquiry(random);
                Explanation explanation = market.explain(inquiry);
                if (!(explanation.resolution() instanceof Resolution.Served(Plan plan))) {
                    continue;
                }
                double cheapest = explanation.candidates().stream()
                        .filter(one -> one.exclusions().isEmpty() && !one.fallback())
                        .mapToDouble(Considered::priceUsd)
                        .filter(price -> !Double.isNaN(price))
                        .min()
                        .orElse(Double.NaN);
                Considered first = explanation.candidates().getFirst();
                assertThat(first.candidate()).isEqualTo(plan.candidates().getFirst());
                if (!Double.isNaN(cheapest)) {
                    double tolerated = Math.pow(Scale.PRICE_SPAN, Placing.EQUAL) + 1e-6;
                    assertThat(Math.max(first.priceUsd(), Scale.PRICE_LEAST))
                            .isLessThanOrEqualTo(Math.max(cheapest, Scale.PRICE_LEAST) * tolerated);
                }
            }
        });
    }

    @Test
    void aChoiceOfModelsIsBoundedAndLeavesOutWhoCannotBeAskedWhileOthersCan() {
        Seeded.check(MARKETS, random -> {
            Market market = market(random);
            for (int i = 0; i < CALLS; i++) {
                String model = "auto" + oneOf(random, "", ":eco", ":precision");
                if (market.resolve(Inquiry.of(model)) instanceof Resolution.Served(Plan plan)) {
                    List<String> names = Market.names(plan);
                    boolean someAway = names.stream().anyMatch(market.away::contains);
                    boolean allAway = market.away.containsAll(names);
                    assertThat(names).hasSizeLessThanOrEqualTo(Placing.CHOSEN_MAX);
                    assertThat(someAway).isEqualTo(allAway);
                }
            }
        });
    }

    @Test
    void logarithmsAreRightAndNeverFall() {
        Seeded.check(2_000, random -> {
            double x = Math.exp(60 * random.nextDouble() - 30);
            double more = x * (1 + 1e-9 * random.nextInt(1_000));
            assertThat(Scale.log2(x))
                    .isCloseTo(Math.log(x) / Math.log(2), org.assertj.core.api.Assertions.within(3e-6));
            assertThat(Scale.log2(more)).isGreaterThanOrEqualTo(Scale.log2(x));
        });
    }

    private static void allowed(String name, Scope scope) {
        String provider = name.substring(0, name.indexOf('/'));
        assertThat(scope.providers().isEmpty() || scope.providers().contains(provider))
                .isTrue();
    }

    private static Market market(Random random) {
        Market market = new Market(random.nextLong());
        for (int i = 0; i < 25; i++) {
            String full = oneOf(random, "p0", "p1", "p2", "p3", "p4") + "/m" + random.nextInt(6);
            if (market.away.add(full)) {
                market.able(
                        full, oneOf(random, 0.0, 0.1, 0.5, 2.0, 2.0, 30.0), 1_000L * random.nextInt(4), some(random));
            }
            if (random.nextInt(3) == 0) {
                market.pace(full, random.nextInt(1, 40) / 10.0);
            }
        }
        market.away.removeIf(name -> random.nextInt(4) > 0);
        PROVIDERS.forEach(provider -> market.region(provider, oneOf(random, "", "eu", "us")));
        return market;
    }

    private static Set<Capability> some(Random random) {
        Set<Capability> some = EnumSet.allOf(Capability.class);
        some.removeIf(capability -> random.nextInt(3) == 0);
        some.remove(Capability.EMBEDDINGS);
        return some;
    }

    private static Inquiry inquiry(Random random) {
        String model = random.nextBoolean() ? "auto" : "m" + random.nextInt(7);
        int uses = (random.nextInt(3) == 0 ? Feature.TOOLS.bit() : 0)
                | (random.nextInt(3) == 0 ? Feature.VISION.bit() : 0)
                | (random.nextInt(6) == 0 ? Feature.AUDIO.bit() : 0)
                | (random.nextInt(3) == 0 ? Feature.JSON_SCHEMA.bit() : 0);
        Needs needs = new Needs(uses, random.nextInt(4_000), random.nextInt(2) * random.nextInt(1_000));
        Scope scope = new Scope(
                random.nextInt(3) == 0 ? List.of(new NamePattern("m1"), new NamePattern("p2/*")) : List.of(),
                random.nextInt(3) == 0 ? Set.of("p1", "p2", "p3") : Set.of(),
                random.nextInt(4) == 0 ? Set.of("eu") : Set.of());
        PowerLevel level = oneOf(random, null, PowerLevel.ECO, PowerLevel.BALANCED, PowerLevel.PRECISION);
        return new Inquiry(model, level, null, needs, scope, random.nextInt(3));
    }
}
