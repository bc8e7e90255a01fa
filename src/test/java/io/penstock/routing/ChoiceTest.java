package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final PowerLevel ECO = PowerLevel.ECO;

    @Test
    void takesEachMatterFromTheFirstRuleThatSpeaksOfIt() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        market.rule("*", ECO, Objective.QUALITY, null);
        market.rule("m", null, null, excluding("d/*"));
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/n")), Market.SHORT));
        market.rule("*", null, null, excluding("a/*"));

        // When
        Explanation explanation = market.explain(Inquiry.of("m:eco"));

        // Then
        assertThat(market.order("m:eco")).containsExactly("b/m", "a/m", "c/n");
        assertThat(market.plan(Inquiry.of("m:eco")).rule()).isEqualTo(Market.SHORT);
        assertThat(explanation.objective()).isEqualTo(Objective.QUALITY);
        assertThat(List.of(explanation.objectiveRule(), explanation.choiceRule()))
                .containsExactly("rule-1", "rule-2");
    }

    @Test
    void holdsARuleOfALevelForCallsAtThatLevelAlone() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        ModelRule eco = new ModelRule(
                "cheap",
                List.of(new NamePattern("m"), new NamePattern("best")),
                ECO,
                true,
                List.of(Market.at("c/n")),
                Market.SHORT,
                null,
                null);
        market.rule(eco);

        // Then
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/m", "c/n");
        assertThat(market.order("m:precision")).containsExactly("b/m", "a/m");
        assertThat(market.order("m")).containsExactly("a/m", "b/m");
        assertThat(market.order("best:eco")).containsExactly("c/n");
        assertThat(market.resolve(Inquiry.of("best"))).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void choosesFromTheListOfTheRule() {
        // Given
        Market market =
                new Market().priced("a/m", 1).priced("a/n", 2).priced("b/m", 3).unknown("c/local");
        market.rule("auto", null, null, among(List.of(Market.at("c/local")), "b/*", "a/n"));
        market.rule("ours", null, Objective.PRICE, among(List.of(), "a/*"));

        // Then
        assertThat(market.order("auto:eco")).containsExactly("a/n", "b/m", "c/local");
        assertThat(market.order("ours")).containsExactly("a/m", "a/n");
        assertThat(market.catalog().served()).containsKey("ours");
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/m");
    }

    @Test
    void neverAsksWhatTheRuleExcludesNotEvenAsAFallback() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("c/n")), Market.SHORT));
        market.rule("*", null, null, excluding("a/m", "n"));

        // Then
        assertThat(market.order("m")).containsExactly("b/m");
        assertThat(market.leftOut(Inquiry.of("c/n"))).isEqualTo(Map.of(Exclusion.EXCLUDED, 1));
    }

    @Test
    void asksWhatIsPinnedFirstWhereItMayAndCanBeAsked() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        Choice pins = new Choice(
                List.of(),
                List.of(),
                List.of(),
                List.of(Market.at("c/n"), Market.at("b/m"), Market.at("nobody/x")),
                List.of(),
                0,
                true);
        market.rule("m", null, null, pins);

        // Then
        assertThat(market.order("m")).containsExactly("c/n", "b/m", "a/m");
        market.away.add("c/n");
        assertThat(market.order("m")).containsExactly("b/m", "a/m", "c/n");
        Scope narrow = new Scope(List.of(new NamePattern("m")), java.util.Set.of(), java.util.Set.of());
        assertThat(market.order(Market.within("m", narrow))).containsExactly("b/m", "a/m");
    }

    @Test
    void asksNothingBelowTheQualityOfTheRule() {
        // Given
        Market market =
                new Market().rated("a/good", 1, 80).rated("b/poor", 0.1, 20).priced("c/dear", 100);
        market.rule(
                "auto",
                null,
                Objective.PRICE,
                new Choice(List.of(), List.of(), List.of(), List.of(), List.of(), 60, true));

        // Then
        assertThat(market.order("auto")).containsExactly("a/good", "c/dear");
    }

    @Test
    void sharesCallsByTheirWeightsAndKeepsABeginningWhereItWas() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);
        market.rule("m", null, null, split("a/m", 60, "b/m", 10, "c/n", 30));
        Map<String, Integer> counts = new HashMap<>();
        Map<Long, String> first = new HashMap<>();

        // When
        for (long prefix = 1; prefix <= 2_000; prefix++) {
            String drawn = market.order("m").getFirst();
            counts.merge(drawn, 1, Integer::sum);
            first.put(prefix, market.order(Market.beginning("m", prefix)).getFirst());
        }

        // Then
        assertThat(counts.get("a/m")).isBetween(1_120, 1_280);
        assertThat(counts.get("b/m")).isBetween(150, 250);
        assertThat(counts.get("c/n")).isBetween(530, 670);
        assertThat(first.values().stream().filter("a/m"::equals).count()).isBetween(1_120L, 1_280L);
        first.forEach((prefix, target) ->
                assertThat(market.order(Market.beginning("m", prefix))).startsWith(target));
    }

    @Test
    void givesTheShareOfOneWhoCannotBeAskedToTheOthers() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2);
        market.rule("m", null, null, split("a/m", 99, "b/m", 0, "b/n", 1));
        market.away.add("a/m");

        // Then
        assertThat(market.order("m")).containsExactly("b/n", "b/m", "a/m");
        market.away.add("b/n");
        assertThat(market.order("m")).containsExactly("b/m", "a/m", "b/n");
    }

    @Test
    void keepsCallsWithTheSameBeginningAtWhoServedThemWhileItCanBeAsked() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2);
        Inquiry call = Market.beginning("m:eco", 77);
        Plan plan = market.plan(call);

        // When
        market.affinity.served(plan, Market.target("b/m"), market.now);

        // Then
        assertThat(market.order(call)).containsExactly("b/m", "a/m");
        assertThat(market.explain(call).kept()).isEqualTo(Market.target("b/m"));
        assertThat(market.order(Market.beginning("m:precision", 77))).startsWith("b/m");
        assertThat(market.order(Market.beginning("m:eco", 78))).startsWith("a/m");
        assertThat(market.order(Market.beginning("m", 77))).startsWith("a/m");
        assertThat(market.order(Market.beginning("auto:eco", 77))).startsWith("a/m");
        market.away.add("b/m");
        assertThat(market.order(call)).containsExactly("a/m", "b/m");
        market.away.clear();
        assertThat(market.order(call)).startsWith("b/m");
        market.now += Affinity.KEPT_NANOS + 1;
        assertThat(market.order(call)).startsWith("a/m");
    }

    @Test
    void remembersNobodyWhereNothingIsChosen() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("a/one", 3);
        Choice loose = new Choice(List.of(), List.of(), List.of(), List.of(), List.of(), 0, false);
        market.rule("m", ECO, null, loose);

        // Then
        Stream.of("m", "m:eco", "one:eco", "a/m:precision")
                .forEach(model -> assertThat(
                                market.plan(Market.beginning(model, 5)).affinity())
                        .as(model)
                        .isZero());
        assertThat(market.plan(Market.beginning("m:precision", 5)).affinity()).isNotZero();
        assertThat(market.plan(Inquiry.of("m:precision")).affinity()).isZero();
    }

    @Test
    void followsTheFallbacksOfTheRuleAfterWhatWasChosen() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/n", 5);
        for (int i = 0; i < 12; i++) {
            market.priced("p" + i + "/x", 2);
        }
        market.rule(new ModelRule(
                List.of(new NamePattern("*")), List.of(Market.at("b/n"), Market.at("a/m")), Market.SHORT));

        // When
        List<String> order = new ArrayList<>(market.order("auto:eco"));

        // Then
        assertThat(order).hasSize(Placing.CHOSEN_MAX + 1).startsWith("a/m").endsWith("b/n");
        assertThat(order).doesNotHaveDuplicates();
    }

    private static Choice excluding(String... patterns) {
        List<NamePattern> excluded = Stream.of(patterns).map(NamePattern::new).toList();
        return new Choice(List.of(), List.of(), excluded, List.of(), List.of(), 0, true);
    }

    private static Choice among(List<Fallback> named, String... patterns) {
        List<NamePattern> matching = Stream.of(patterns).map(NamePattern::new).toList();
        return new Choice(named, matching, List.of(), List.of(), List.of(), 0, true);
    }

    private static Choice split(Object... parts) {
        List<Choice.Share> shares = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            shares.add(new Choice.Share(Market.at((String) parts[i]), (Integer) parts[i + 1]));
        }
        return new Choice(List.of(), List.of(), List.of(), List.of(), shares, 0, true);
    }
}
