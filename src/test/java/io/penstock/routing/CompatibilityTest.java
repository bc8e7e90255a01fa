package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompatibilityTest {
    @Test
    void leavesOutWhoIsKnownToRejectWhatTheRequestUses() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/m", 3);
        int uses = Feature.bits(Feature.TOOLS, Feature.SEED);
        Needs needs = new Needs(uses, 0, 0);
        // When
        market.hints = Map.of("a/m", List.of(hint(market, Feature.SEED)), "c/m", List.of(hint(market, Feature.STOP)));
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("b/m", "c/m");
        assertThat(market.order(Market.needing("auto:eco", needs))).containsExactly("b/m", "c/m");
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/m", "c/m");
        Considered considered =
                market.explain(Market.needing("auto:eco", needs)).candidates().getLast();
        assertThat(considered.exclusions()).containsExactly(Exclusion.INCOMPATIBLE);
        assertThat(considered.rejects()).containsExactly(Feature.SEED);
        // When
        market.now += 1_000;
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m", "b/m", "c/m");
    }

    @Test
    void followsWhatIsLearnedAndUnlearned() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2);
        Needs needs = new Needs(Feature.SEED.bit(), 0, 0);
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m", "b/m");
        // When
        market.hints = Map.of("a/m", List.of(hint(market, Feature.SEED)));
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("b/m");
        // When
        market.hints = Map.of();
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m", "b/m");
    }

    @Test
    void asksThemAllTheSameWhereExperienceSpeaksAgainstAll() {
        // Given
        Market market =
                new Market().priced("a/m", 1).priced("b/m", 2).able("c/m", 3, 1_000, EnumSet.of(Capability.VISION));
        Needs needs = new Needs(Feature.TOOLS.bit(), 0, 0);
        // When
        List<Hint> hints = List.of(hint(market, Feature.TOOLS));
        market.hints = Map.of("a/m", hints, "b/m", hints, "c/m", hints);
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m", "b/m");
        assertThat(market.order(Market.needing("auto:eco", needs))).containsExactly("a/m", "b/m");
    }

    @Test
    void prefersAFallbackThatIsNotKnownToRejectIt() {
        // Given
        Market market =
                new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3).priced("d/o", 1);
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/n")), Market.SHORT));
        market.rule(new ModelRule(List.of(new NamePattern("o")), List.of(Market.at("c/n")), Market.SHORT));
        Needs needs = new Needs(Feature.TOOLS.bit(), 0, 0);
        List<Hint> hints = List.of(hint(market, Feature.TOOLS));
        // When
        market.hints = Map.of("a/m", hints, "b/m", hints, "d/o", hints);
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("c/n");
        assertThat(market.order(Market.needing("o:eco", needs))).containsExactly("c/n");
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/m", "c/n");
        // When
        market.hints = Map.of("a/m", hints, "b/m", hints, "c/n", hints);
        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m", "b/m");
    }

    @Test
    void explainsTheOrderInWhichTheyAreAsked() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2);
        Needs needs = new Needs(Feature.TOOLS.bit(), 0, 0);
        market.hints = Map.of("a/m", List.of(hint(market, Feature.TOOLS)));
        // When
        Explanation explanation = market.explain(Market.needing("m", needs));
        // Then
        assertThat(market.order(Market.needing("m", needs))).containsExactly("b/m", "a/m");
        assertThat(explanation.candidates())
                .extracting(one -> Market.full(one.candidate().target()))
                .containsExactly("b/m", "a/m");
    }

    @Test
    void asksWhoIsKnownToRejectItLastWhereNothingIsChosen() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/n")), Market.SHORT));
        Needs needs = new Needs(Feature.TOOLS.bit(), 0, 0);
        assertThat(market.order(Market.needing("m", needs))).containsExactly("a/m", "b/m", "c/n");
        // When
        market.hints = Map.of("a/m", List.of(hint(market, Feature.TOOLS)));
        // Then
        assertThat(market.order(Market.needing("m", needs))).containsExactly("b/m", "c/n", "a/m");
        assertThat(market.order("m")).containsExactly("a/m", "b/m", "c/n");
        assertThat(market.order(
                        new Inquiry("m", null, null, needs, new Scope(List.of(), Set.of("a", "c"), Set.of()), 0)))
                .containsExactly("c/n", "a/m");
    }

    private static Hint hint(Market market, Feature feature) {
        return new Hint(feature.bit(), market.now + 1_000);
    }
}
