package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static final Set<Capability> TOOLS = EnumSet.of(Capability.TOOLS);
    private static final Objective CHEAP = Objective.PRICE;

    @ParameterizedTest
    @CsvSource({
        "m, -, -, none",
        "m:eco, -, -, eco",
        "m:Eco, -, -, eco",
        "m, precision, -, precision",
        "m:eco, precision, balanced, precision",
        "m:eco, -, precision, eco",
        "m, -, precision, precision",
        "a/m:eco, -, -, eco",
        "auto, -, -, balanced",
        "auto:eco, -, -, eco",
        "auto, -, precision, precision",
        "auto, eco, precision, eco"
    })
    void takesTheLevelFromHeaderNameOrKeyInThisOrder(String model, String asked, String usual, String level) {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2);
        Inquiry inquiry = new Inquiry(model, PowerLevel.of(asked), PowerLevel.of(usual), Needs.NONE, Scope.ALL, 0);

        // When
        Plan plan = market.plan(inquiry);

        // Then
        assertThat(plan.level()).isEqualTo(PowerLevel.of(level));
        assertThat(plan.candidates().getFirst().target().model()).isEqualTo("m");
    }

    @Test
    void readsNoLevelOutOfANameThatIsServedAsItStands() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m:eco", 2).priced("b/n:free", 2);

        // Then
        assertThat(market.plan(Inquiry.of("m:eco")).level()).isNull();
        assertThat(market.order("m:eco")).containsExactly("b/m:eco");
        assertThat(market.order("b/m:eco")).containsExactly("b/m:eco");
        assertThat(market.order("m:precision")).containsExactly("a/m");
        assertThat(market.order("n:free")).containsExactly("b/n:free");
        assertThat(market.resolve(Inquiry.of("m:cheap"))).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void keepsTheConfiguredOrderWhereNothingSaysHowToChoose() {
        // Given
        Market market = new Market().priced("dear/m", 9).priced("cheap/m", 1);

        // When
        Resolution resolution = market.resolve(Inquiry.of("m"));

        // Then
        assertThat(resolution).isSameAs(market.catalog().resolve("m"));
        assertThat(market.order("m")).containsExactly("dear/m", "cheap/m");
        assertThat(market.order(Market.needing(
                        "m",
                        new Needs(
                                Feature.bits(Feature.TOOLS, Feature.VISION, Feature.AUDIO, Feature.JSON_SCHEMA),
                                9_000_000,
                                9_000_000))))
                .containsExactly("dear/m", "cheap/m");
    }

    @Test
    void ranksTheProvidersOfANamedModelByTheLevel() {
        // Given
        Market market = new Market().priced("dear/m", 9).priced("cheap/m", 1).priced("fair/m", 3);
        market.pace("dear/m", 0.2).pace("cheap/m", 3).pace("fair/m", 1);
        market.rule("m", PowerLevel.PRECISION, Objective.LATENCY, null);

        // Then
        assertThat(market.order("m:eco")).containsExactly("cheap/m", "fair/m", "dear/m");
        assertThat(market.order("m:precision")).containsExactly("dear/m", "fair/m", "cheap/m");
        assertThat(market.plan(Inquiry.of("m:eco")).dearest()).isEqualTo(new Target("dear", "m", "m"));
        assertThat(market.plan(Inquiry.of("m")).dearest()).isNull();
    }

    @Test
    void choosesAmongAllModelsThatCanBeTalkedToAndHaveACard() {
        // Given
        Market market = new Market()
                .priced("a/small", 1)
                .priced("b/large", 20)
                .able("a/vectors", 0.01, 0, EnumSet.of(Capability.EMBEDDINGS))
                .able("a/pictures", 0.01, 0, EnumSet.of(Capability.IMAGE))
                .able("b/voice", 0.01, 0, EnumSet.of(Capability.AUDIO))
                .unknown("c/nobody-knows")
                .unknown("c/any-*")
                .unknown("c/auto");

        // Then
        assertThat(market.order("auto:eco")).containsExactly("a/small", "b/large");
        assertThat(market.order("auto:precision")).containsExactly("b/large", "a/small");
        assertThat(market.order("c/auto")).containsExactly("c/auto");
    }

    @Test
    void leavesOutOfAChoiceOfModelsWhatHasEnded() {
        // Given
        Market market = new Market().priced("a/new", 5);
        List<PriceTier> prices = List.of(new PriceTier(
                null,
                0,
                Map.of(TokenClass.INPUT, java.math.BigDecimal.ONE, TokenClass.OUTPUT, java.math.BigDecimal.ONE)));
        market.card("b/old", TOOLS, 0, 0, prices, LocalDate.ofEpochDay(100));

        // When
        market.today = 100;
        List<String> lastDay = market.order("auto:eco");
        market.today = 101;

        // Then
        assertThat(lastDay).containsExactly("b/old", "a/new");
        assertThat(market.order("auto:eco")).containsExactly("a/new");
        assertThat(market.order("old:eco")).containsExactly("b/old");
    }

    @Test
    void takesWhatARequestNeedsFromKnownCardsOnly() {
        // Given
        Market market = new Market()
                .able("a/m", 1, 1_000, EnumSet.of(Capability.VISION))
                .able("b/m", 2, 9_000, TOOLS)
                .able("c/m", 3, 9_000, Set.of())
                .unknown("d/m");
        Needs tools = new Needs(Feature.TOOLS.bit(), 0, 0);
        Needs pictures = new Needs(Feature.VISION.bit(), 5_000, 0);

        // Then
        assertThat(market.order(Market.needing("m:eco", tools))).containsExactly("b/m", "c/m", "d/m");
        assertThat(market.order(Market.needing("m:eco", pictures))).containsExactly("c/m");
        assertThat(market.order(Market.needing("auto:eco", tools))).containsExactly("b/m", "c/m");
    }

    @Test
    void leavesARefusalToTheOnlyOneThatServesANamedModel() {
        // Given
        Market market = new Market().able("a/m", 1, 1_000, TOOLS).able("b/n", 1, 1_000, TOOLS);
        market.rule(new ModelRule(List.of(new NamePattern("m")), List.of(Market.at("b/n")), Market.SHORT));
        Needs needs = new Needs(Feature.VISION.bit(), 5_000, 0);

        // Then
        assertThat(market.order(Market.needing("m:eco", needs))).containsExactly("a/m");
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/n");
    }

    @Test
    void keepsACallWithinTheScopeOfItsKey() {
        // Given
        Market market = new Market()
                .priced("a/m", 1)
                .priced("b/m", 2)
                .priced("c/m", 3)
                .region("a", "us")
                .region("b", "eu");
        Scope european = new Scope(List.of(), Set.of(), Set.of("eu", "ch"));
        Scope ofNames = new Scope(List.of(new NamePattern("c/*"), new NamePattern("other")), Set.of(), Set.of());
        Scope ofProviders = new Scope(List.of(), Set.of("c", "a"), Set.of());
        Scope nowhere = new Scope(List.of(), Set.of("a"), Set.of("eu"));

        // Then
        for (String model : List.of("m", "m:eco", "auto")) {
            assertThat(market.order(Market.within(model, european))).containsExactly("b/m");
            assertThat(market.order(Market.within(model, ofNames))).containsExactly("c/m");
            assertThat(market.order(Market.within(model, ofProviders))).containsExactlyInAnyOrder("a/m", "c/m");
            assertThat(market.leftOut(Market.within(model, nowhere)))
                    .isEqualTo(Map.of(Exclusion.NOT_ALLOWED, 2, Exclusion.REGION, 1));
        }
        assertThat(market.order(Market.within("m", ofProviders))).containsExactly("a/m", "c/m");
        assertThat(market.order(Market.within("a/m", ofProviders))).containsExactly("a/m");
    }

    @Test
    void putsWhoCannotBeAskedBehindAndOutOfAChoiceOfModels() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 2).priced("c/n", 3);

        // When
        market.away.add("a/m");

        // Then
        assertThat(market.order("m:eco")).containsExactly("b/m", "a/m");
        assertThat(market.order("auto:eco")).containsExactly("b/m", "c/n");

        // When
        market.away.addAll(Set.of("b/m", "c/n"));

        // Then
        assertThat(market.order("auto:eco")).containsExactly("a/m", "b/m", "c/n");
        assertThat(market.order("m")).containsExactly("a/m", "b/m");
    }

    @Test
    void spreadsAChoiceOfModelsOverProviders() {
        // Given
        Market market = new Market();
        for (int i = 0; i < 20; i++) {
            market.priced("big/m" + i, 1 + i / 100.0);
        }
        market.priced("near/m", 1.3).priced("far/m", 50);

        // When
        List<String> order = market.order("auto:eco");

        // Then
        assertThat(order).hasSize(Placing.CHOSEN_MAX).doesNotHaveDuplicates();
        assertThat(order.subList(0, 2)).containsExactly("big/m0", "near/m");
        assertThat(order.subList(2, 5)).containsExactly("big/m1", "big/m2", "far/m");
    }

    @Test
    void sendsEqualsToTheLessBusyOfTwo() {
        // Given
        Market market = new Market().priced("a/m", 1).priced("b/m", 1).priced("c/m", 1);
        for (int i = 0; i < 300; i++) {
            // When
            Target first =
                    market.plan(Inquiry.of("m:eco")).candidates().getFirst().target();
            market.paces.began(first, market.now);
        }

        // Then
        for (String provider : List.of("a", "b", "c")) {
            assertThat(market.paces
                            .pace(Market.target(provider + "/m"), market.now)
                            .running())
                    .isBetween(95, 105);
        }
    }

    @Test
    void readsThePriceOfThisRequest() {
        // Given
        Market market = new Market();
        List<PriceTier> cheapAtFirst = List.of(
                tier(null, 0, "1", "1"),
                tier(null, 100_000, "9", "9"),
                tier(LocalDate.ofEpochDay(50), 0, "0.1", "0.1"));
        market.card("a/m", TOOLS, 0, 0, cheapAtFirst, null);
        market.card("b/m", TOOLS, 0, 0, List.of(tier(null, 0, "2", "0.5")), null);
        Needs longInput = new Needs(0, 200_000, 0);
        Needs longOutput = new Needs(0, 10, 50_000);

        // Then
        assertThat(market.order("m:eco")).containsExactly("a/m", "b/m");
        assertThat(market.order(Market.needing("m:eco", longInput))).containsExactly("b/m", "a/m");
        assertThat(market.order(Market.needing("m:eco", longOutput))).containsExactly("b/m", "a/m");
        market.today = 50;
        assertThat(market.order(Market.needing("m:eco", longOutput))).containsExactly("a/m", "b/m");
    }

    @Test
    void saysThatNothingCanBeChosenWhereThereIsNothing() {
        assertThat(new Market().unknown("a/m").leftOut(Inquiry.of("auto"))).isEmpty();
        assertThat(new Market().rule("*", null, CHEAP, null).resolve(Inquiry.of("m:eco")))
                .isEqualTo(new Resolution.Unknown(List.of()));
    }

    private static PriceTier tier(LocalDate from, long above, String input, String output) {
        return new PriceTier(
                from,
                above,
                Map.of(
                        TokenClass.INPUT, new java.math.BigDecimal(input),
                        TokenClass.OUTPUT, new java.math.BigDecimal(output)));
    }
}
