package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final PriceTier SHORT = tier(null, 0, "5", "0.5", "6.25", "10", "25");
    private static final PriceTier LONG = tier(null, 272_000, "10", "1", "12.5", "20", "37.5");
    private static final PriceTier DEARER = tier(LocalDate.of(2026, 12, 1), 0, "0.1", "0.0036", null, null, "0.87");

    private final ModelCards cards = new ModelCards(
            List.of(
                    card("openai", "gpt-5.5", List.of("gpt-5"), 1_050_000, SHORT, LONG),
                    card("openai", "gpt-4o", List.of(), 128_000),
                    card("anthropic", "claude-haiku-4-5-20251001", List.of(), 200_000),
                    card("groq", "gpt-oss", List.of(), 131_072),
                    card("cerebras", "gpt-oss", List.of(), 65_000)),
            List.of(
                    new GoneModel("openai", new NamePattern("gpt-4o-2024-05-13"), TODAY, "gpt-5.5"),
                    new GoneModel("groq", new NamePattern("llama-*"), null, null)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // input, cached, written, output, exact dollars
                "1       | 0       | 0   | 0    | 0.000005",
                "1000    | 400     | 100 | 50   | 0.004575",
                "272000  | 0       | 0   | 1000 | 1.385",
                "272001  | 0       | 0   | 1000 | 2.75751",
                "300000  | 299999  | 0   | 0    | 0.300009",
                "0       | 0       | 0   | 3    | 0.000075",
                "0       | 0       | 0   | 0    | 0",
                // A provider whose parts are more than its whole.
                "10      | 20      | 0   | 0    | 0.00001",
                "9000000000000000000 | 0 | 0 | 0 | 90000000000000"
            })
    void costExactlyWhatEachClassOfTokensCosts(long input, long cached, long written, long output, String dollars) {
        TokenUsage usage = TokenUsage.reported(input, cached, written, output, 0);
        assertThat(cards.cost("openai", "gpt-5.5", usage, TokenClass.CACHE_WRITE_5M, TODAY))
                .isEqualByComparingTo(dollars);
    }

    @Test
    void costMoreWhereTheCacheIsWrittenForLonger() {
        TokenUsage usage = TokenUsage.reported(1_000_000, 0, 100_000, 0, 0);
        assertThat(cards.cost("openai", "gpt-5.5", usage, TokenClass.CACHE_WRITE_5M, TODAY))
                .isEqualByComparingTo("10.25");
        assertThat(cards.cost("openai", "gpt-5.5", usage, TokenClass.CACHE_WRITE_1H, TODAY))
                .isEqualByComparingTo("11");
    }

    @Test
    void costWhatHoldsOnTheDayOfTheCall() {
        // Given
        ModelCard card = card("p", "m", List.of(), 0, DEARER, SHORT, LONG);
        TokenUsage usage = TokenUsage.reported(300_000, 299_999, 0, 1, 0);

        // Then
        assertThat(card.cost(usage, TokenClass.CACHE_WRITE_5M, LocalDate.of(2026, 11, 30)))
                .isEqualByComparingTo("0.3000465");
        assertThat(card.cost(usage, TokenClass.CACHE_WRITE_5M, LocalDate.of(2026, 12, 1)))
                .isEqualByComparingTo("0.0010809664");
    }

    @Test
    void costNothingThatIsKnownWhereAClassHasNoPrice() {
        ModelCard card = card("p", "m", List.of(), 0, DEARER);
        assertThat(card.cost(TokenUsage.reported(9, 0, 0, 9, 0), TokenClass.CACHE_WRITE_5M, TODAY))
                .as("before the first day")
                .isNull();
        LocalDate later = LocalDate.of(2027, 1, 1);
        assertThat(card.cost(TokenUsage.reported(9, 0, 1, 9, 0), TokenClass.CACHE_WRITE_5M, later))
                .isNull();
        assertThat(card.cost(TokenUsage.reported(9, 0, 0, 9, 0), TokenClass.CACHE_WRITE_5M, later))
                .isEqualByComparingTo("0.00000873");
        assertThat(cards.cost("groq", "gpt-oss", TokenUsage.reported(1, 0, 0, 0, 0), TokenClass.CACHE_WRITE_5M, later))
                .isNull();
    }

    @Test
    void neverCostWhatAnotherProviderTakes() {
        TokenUsage usage = TokenUsage.reported(1, 0, 0, 0, 0);
        assertThat(cards.like("azure", "gpt-5.5")).isNotNull();
        assertThat(cards.cost("azure", "gpt-5.5", usage, TokenClass.CACHE_WRITE_5M, TODAY))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "openai, gpt-5.5, gpt-5.5",
                "openai, gpt-5, gpt-5.5",
                "openai, gpt-5.5-2026-04-01, gpt-5.5",
                "openai, gpt-5.5-20260401, gpt-5.5",
                "openai, gpt-5.5@20260401, gpt-5.5",
                "openai, gpt-5.5-pro, -",
                "openai, gpt-5.5-2026-14-01, -",
                "openai, gpt-5.5-mini-2026-04-01, -",
                "openai, gpt-4o-2024-08-06, gpt-4o",
                "openai, gpt-4o-2024-05-13, -",
                "anthropic, claude-haiku-4-5, claude-haiku-4-5-20251001",
                "anthropic, claude-haiku-4-5-20251001, claude-haiku-4-5-20251001",
                "anthropic, claude-haiku-4-5-20260101, -",
                "groq, llama-3, -",
                "azure, gpt-5.5, -",
                "openai, '', -"
            })
    void areFoundByProviderAndIdWhateverDateStandsBehindIt(String provider, String id, String found) {
        ModelCard card = cards.at(provider, id);
        assertThat(card == null ? null : card.id()).isEqualTo(found);
    }

    @Test
    void areFoundByTheIdAloneWhereTheProviderHasNone() {
        assertThat(cards.like("vllm", "gpt-oss"))
                .extracting(ModelCard::provider)
                .isEqualTo("groq");
        assertThat(cards.like("cerebras", "gpt-oss"))
                .extracting(ModelCard::contextTokens)
                .isEqualTo(65_000L);
        assertThat(cards.like("vllm", "nobody's")).isNull();
    }

    @Test
    void tellTheirEndAndWhatToUseInstead() {
        assertThat(cards.ended("openai", "gpt-4o-2024-05-13"))
                .extracting(GoneModel::successor)
                .isEqualTo("gpt-5.5");
        assertThat(cards.ended("groq", "llama-3.3")).isNotNull();
        assertThat(cards.ended("openai", "llama-3.3")).isNull();
    }

    @Test
    void takeThePlaceOfThoseTheyAreLaidOver() {
        // Given
        ModelCards own = new ModelCards(
                List.of(card("openai", "gpt-4o", List.of(), 1), card("mine", "new", List.of(), 2)),
                List.of(new GoneModel("cerebras", new NamePattern("*"), null, null)));

        // When
        ModelCards both = cards.under(own);

        // Then
        assertThat(both.all())
                .extracting(card -> card.provider() + " " + card.id() + " " + card.contextTokens())
                .containsExactly(
                        "openai gpt-5.5 1050000",
                        "openai gpt-4o 1",
                        "anthropic claude-haiku-4-5-20251001 200000",
                        "groq gpt-oss 131072",
                        "mine new 2");
        assertThat(both.gone()).hasSize(3);
        assertThat(both.offered("openai")).containsExactly("gpt-5.5", "gpt-5", "gpt-4o");
        assertThat(cards.under(ModelCards.NONE)).isEqualTo(cards).hasSameHashCodeAs(cards);
    }

    @Test
    void giveCandidatesWhatTheOperatorDoesNotSay() {
        // Given
        Traits unsaid = new Traits(0, Prefill.NONE, 15, 20);
        RoutingPolicy policy = new RoutingPolicy(
                new Rule(1, 1, 1, 1, 1, false, false),
                unsaid,
                List.of(),
                List.of(new ModelTraits(new NamePattern("gpt-4o"), 77, null, 0, 9)),
                cards);

        // When
        Catalog catalog = new Catalog(
                List.of(
                        new Offer("openai", true, List.of("gpt-5.5", "gpt-4o", "other")),
                        new Offer("vllm", true, List.of("gpt-5.5"))),
                policy);

        // Then
        assertThat(traits(catalog, "openai/gpt-5.5"))
                .isEqualTo(new Traits(1_050_000, Prefill.NONE, 15, 20, 64_000, ResponsesNeed.TOOLS));
        assertThat(traits(catalog, "vllm/gpt-5.5")).isEqualTo(new Traits(1_050_000, Prefill.NONE, 15, 20));
        assertThat(traits(catalog, "gpt-4o"))
                .isEqualTo(new Traits(77, Prefill.NONE, 15, 9, 64_000, ResponsesNeed.TOOLS));
        assertThat(traits(catalog, "other")).isSameAs(unsaid);
    }

    private static Traits traits(Catalog catalog, String model) {
        Resolution.Served served = (Resolution.Served) catalog.resolve(model);
        return served.plan().candidates().getFirst().traits();
    }

    private static ModelCard card(String provider, String id, List<String> aliases, long window, PriceTier... prices) {
        return new ModelCard(
                provider,
                id,
                aliases,
                window,
                64_000,
                Set.of(Capability.TOOLS),
                List.of(prices),
                ResponsesNeed.TOOLS,
                true,
                null,
                null,
                "test",
                null);
    }

    private static PriceTier tier(
            LocalDate from, long above, String input, String cached, String write5, String write60, String output) {
        Map<TokenClass, BigDecimal> prices = new EnumMap<>(TokenClass.class);
        prices.put(TokenClass.INPUT, new BigDecimal(input));
        prices.put(TokenClass.CACHED_INPUT, new BigDecimal(cached));
        prices.put(TokenClass.OUTPUT, new BigDecimal(output));
        if (write5 != null) {
            prices.put(TokenClass.CACHE_WRITE_5M, new BigDecimal(write5));
            prices.put(TokenClass.CACHE_WRITE_1H, new BigDecimal(write60));
        }
        return new PriceTier(from, above, prices);
    }
}
