package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    @Test
    void saysOfEveryCandidateWhatDecided() {
        // Given
        Market market = new Market()
                .rated("a/m", 10, 70)
                .priced("b/n", 1)
                .able("c/blind", 0.5, 1_000, EnumSet.of(Capability.TOOLS))
                .pace("a/m", 2)
                .region("c", "us");
        market.rule("*", PowerLevel.PRECISION, Objective.QUALITY, null);
        market.away.add("b/n");
        Inquiry inquiry = new Inquiry(
                "auto:precision",
                null,
                PowerLevel.ECO,
                new Needs(Feature.VISION.bit(), 2_000, 300),
                new Scope(List.of(), Set.of("a", "b"), Set.of()),
                0);

        // When
        Explanation explanation = market.explain(inquiry);

        // Then
        assertThat(explanation.model()).isEqualTo("auto");
        assertThat(explanation.level()).isEqualTo(PowerLevel.PRECISION);
        assertThat(explanation.source()).isEqualTo(Explanation.LevelSource.NAME);
        assertThat(List.of(explanation.rule(), explanation.objectiveRule(), explanation.choiceRule()))
                .containsExactly("", "rule-1", "");
        assertThat(List.of(explanation.inputTokens(), explanation.outputTokens()))
                .containsExactly(2_000L, 300L);
        assertThat(explanation.candidates())
                .extracting(one -> Market.full(one.candidate().target()))
                .containsExactly("a/m", "b/n", "c/blind");
        assertThat(explanation.candidates().get(2).exclusions())
                .containsExactly(Exclusion.NOT_ALLOWED, Exclusion.NO_VISION, Exclusion.CONTEXT_TOO_SMALL);
    }

    @Test
    void saysWhatACandidateCostsTakesAndIsWorth() {
        // Given
        Market market = new Market().rated("a/m", 10, 70).priced("b/n", 1).pace("a/m", 2);
        market.rule("*", PowerLevel.PRECISION, Objective.QUALITY, null);
        market.away.add("b/n");

        // When
        Explanation explanation =
                market.explain(Market.needing("auto:precision", new Needs(Feature.VISION.bit(), 2_000, 300)));

        // Then
        Considered first = explanation.candidates().getFirst();
        assertThat(first.rank()).isOne();
        assertThat(first.exclusions()).isEmpty();
        assertThat(first.priceUsd()).isCloseTo(0.007, within(1e-12));
        assertThat(first.pace().firstTokenSeconds()).isEqualTo(2);
        assertThat(first.seconds()).isCloseTo(5, within(1e-9));
        assertThat(first.quality()).isEqualTo(70);
        assertThat(first.qualitySource()).isEqualTo(Considered.QualitySource.CATALOG);
        assertThat(first.score()).isCloseTo(0.7, within(1e-9));
        Considered second = explanation.candidates().get(1);
        assertThat(second.rank()).isZero();
        assertThat(second.exclusions()).containsExactly(Exclusion.UNAVAILABLE);
        assertThat(second.quality()).isCloseTo(50, within(1e-9));
        assertThat(second.qualitySource()).isEqualTo(Considered.QualitySource.PRICE);
    }

    @Test
    void isThePlanThatACallWouldGet() {
        // Given
        Market market = new Market().priced("a/m", 3).priced("b/m", 2).priced("c/n", 1);
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/n")), Market.SHORT));

        // Then
        for (String model : List.of("m", "m:eco", "auto", "b/m", "n:precision", "nothing")) {
            Explanation explanation = market.explain(Inquiry.of(model));
            assertThat(explanation.resolution()).as(model).isEqualTo(market.resolve(Inquiry.of(model)));
            if (explanation.resolution() instanceof Resolution.Served(Plan plan)) {
                assertThat(explanation.candidates().stream()
                                .filter(one -> one.rank() > 0)
                                .map(Considered::candidate))
                        .containsExactlyElementsOf(plan.candidates());
            }
        }
        assertThat(market.explain(Inquiry.of("m")).candidates())
                .extracting(Considered::fallback)
                .containsExactly(false, false, true);
    }

    @Test
    void saysWhichFilterTookEachOut() {
        // Given
        Market market = new Market().priced("a/m", 3).able("b/n", 2, 0, EnumSet.of(Capability.VISION));
        market.rule(
                "*",
                null,
                null,
                new Choice(List.of(), List.of(), List.of(new NamePattern("a/*")), List.of(), List.of(), 0, true));
        Needs tools = new Needs(Feature.TOOLS.bit(), 0, 0);

        // When
        Explanation explanation = market.explain(Market.needing("auto", tools));

        // Then
        assertThat(explanation.resolution())
                .isEqualTo(new Resolution.Excluded(
                        PowerLevel.BALANCED,
                        "rule-1",
                        Map.of(
                                Exclusion.EXCLUDED, new Resolution.Group(1, List.of(target("a/m"))),
                                Exclusion.NO_TOOLS, new Resolution.Group(1, List.of(target("b/n"))))));
        assertThat(explanation.candidates()).extracting(Considered::rank).containsOnly(0);
        assertThat(explanation.source()).isEqualTo(Explanation.LevelSource.DEFAULT);
    }

    @Test
    void namesSomeOfThoseLeftOutButNobodyWhomTheKeyMayNotUse() {
        // Given
        Market market = new Market();
        for (int i = 0; i < 7; i++) {
            market.rated("a/m" + i, 1, 10).rated("b/m" + i, 1, 10);
        }
        market.rated("b/good", 1, 90);
        market.rule("*", null, null, new Choice(List.of(), List.of(), List.of(), List.of(), List.of(), 50, true));

        // When
        Resolution.Excluded excluded = (Resolution.Excluded)
                market.resolve(Market.within("auto", new Scope(List.of(), Set.of("a"), Set.of())));

        // Then
        Resolution.Group below = excluded.groups().get(Exclusion.QUALITY_TOO_LOW);
        assertThat(below.count()).isEqualTo(14);
        assertThat(below.shown()).extracting(Market::full).containsExactly("a/m0", "a/m1", "a/m2", "a/m3", "a/m4");
        assertThat(excluded.groups().get(Exclusion.NOT_ALLOWED)).isEqualTo(new Resolution.Group(1, List.of()));
    }

    private static List<String> keyless(Explanation explanation) {
        return explanation.candidates().stream()
                .filter(one -> one.exclusions().contains(Exclusion.NO_KEY))
                .map(one -> Market.full(one.candidate().target()))
                .toList();
    }

    @Test
    void showsWhoseProviderHasNoKey() {
        // Given
        Market market =
                new Market().priced("a/m", 2).priced("b/m", 1).priced("b/n", 3).unknown("b/w*");
        market.able("c/blind", 1, 0, EnumSet.of(Capability.TOOLS)).keyless("b").keyless("c");
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/other")), Market.SHORT));

        // Then
        assertThat(keyless(market.explain(Inquiry.of("auto")))).containsExactly("b/m", "b/n", "c/blind");
        assertThat(keyless(market.explain(Inquiry.of("m:eco")))).containsExactly("b/m", "c/other");
        assertThat(keyless(market.explain(Inquiry.of("a/m")))).containsExactly("c/other");
        assertThat(keyless(market.explain(Inquiry.of("b/any")))).containsExactly("b/any");
        assertThat(keyless(market.explain(Inquiry.of("w-1")))).containsExactly("b/w-1");
        assertThat(keyless(market.explain(Inquiry.of("nobody")))).isEmpty();

        // When
        Explanation explanation = market.explain(Market.needing("auto", new Needs(Feature.VISION.bit(), 1_000, 500)));

        // Then
        assertThat(explanation.resolution())
                .isEqualTo(market.resolve(Market.needing("auto", new Needs(Feature.VISION.bit(), 1_000, 500))));
        Considered last = explanation.candidates().getLast();
        assertThat(last.exclusions()).containsExactly(Exclusion.NO_KEY, Exclusion.NO_VISION);
        assertThat(last.rank()).isZero();
        assertThat(last.score()).isNaN();
        assertThat(explanation.candidates().get(1).priceUsd()).isCloseTo(0.0007, within(1e-12));
    }

    @Test
    void showsOfThoseWithoutAKeyOnlyWhomARuleNames() {
        // Given
        Market market =
                new Market().priced("a/m", 2).priced("b/m", 1).priced("b/n", 3).keyless("b");
        market.rule(
                "auto",
                null,
                null,
                new Choice(
                        List.of(Market.at("a/m")),
                        List.of(new NamePattern("b/n*")),
                        List.of(),
                        List.of(Market.at("b/pinned")),
                        List.of(),
                        0,
                        true));

        // Then
        assertThat(keyless(market.explain(Inquiry.of("auto")))).containsExactly("b/n", "b/pinned");
    }

    private static Target target(String full) {
        return new Target(
                Market.target(full).provider(),
                Market.target(full).model(),
                Market.target(full).model());
    }

    @Test
    void doesNotCountAsAUse() {
        // Given
        Market market = new Market().priced("a/m", 3).priced("b/m", 2);
        Inquiry call = Market.beginning("m:eco", 9);
        market.affinity.served(market.plan(call), Market.target("a/m"), market.now);

        // When
        market.now += Affinity.KEPT_NANOS;
        market.explain(call);
        market.now += 1;

        // Then
        assertThat(market.order(call)).startsWith("b/m");
    }
}
