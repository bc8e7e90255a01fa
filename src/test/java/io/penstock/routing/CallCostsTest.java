package io.penstock.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.Attempt;
import io.penstock.call.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallCostsTest {
    private static final long NOON = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();
    private static final Attempt FAILED = new Attempt("a", "cheap", "503", 5, TokenUsage.UNREPORTED);
    private static final Attempt COUNTED = new Attempt("a", "cheap", "reset", 5, TokenUsage.counted(1_000_000));

    private final ModelCards cards = new ModelCards(
            List.of(card("a", "cheap", "1", "2"), card("b", "dear", "10", "40"), card("c", "unknown", null, null)),
            List.of());

    @Test
    void areTheSumOfWhatWasReported() {
        CallCosts costs = new CallCosts(cards, NOON);
        assertThat(costs.of(List.of(FAILED, COUNTED, attempt("a", "cheap", 3, 5))))
                .isEqualTo("0.000013000");
        assertThat(costs.of(List.of(attempt("a", "cheap", 3, 5), attempt("b", "dear", 1, 1))))
                .isEqualTo("0.000063000");
        assertThat(costs.of(List.of())).isNull();
        assertThat(costs.of(List.of(FAILED, COUNTED))).isNull();
        assertThat(costs.of(List.of(attempt("a", "cheap", 3, 5), attempt("c", "unknown", 1, 1))))
                .isNull();
    }

    @Test
    void areThoseOfTheDayOnWhichTheCallBegan() {
        List<Attempt> attempts = List.of(attempt("a", "cheap", 1_000_000, 0));
        long midnight = Instant.parse("2026-12-01T00:00:00Z").toEpochMilli();
        assertThat(new CallCosts(cards, midnight - 1).of(attempts)).isEqualByComparingTo("1");
        assertThat(new CallCosts(cards, midnight).of(attempts)).isEqualByComparingTo("3");
        assertThat(new CallCosts(cards, -1).of(attempts)).isEqualByComparingTo("1");
    }

    @Test
    void tellWhatTheSameTokensWouldHaveCostMoreElsewhere() {
        CallCosts costs = new CallCosts(cards, NOON);
        Attempt one = attempt("a", "cheap", 100, 10);
        Attempt other = attempt("b", "dear", 100, 10);
        assertThat(costs.saved(List.of(FAILED, COUNTED, one), "b", "dear")).isEqualTo("0.001280000");
        assertThat(costs.saved(List.of(one, other), "b", "dear")).isEqualTo("0.001280000");
        assertThat(costs.saved(List.of(other), "b", "dear")).isEqualByComparingTo("0");
        assertThat(costs.saved(List.of(other), "a", "cheap")).isEqualTo("-0.001280000");
        assertThat(costs.saved(List.of(one), "c", "unknown")).isNull();
        assertThat(costs.saved(List.of(attempt("c", "unknown", 1, 1)), "a", "cheap"))
                .isNull();
        assertThat(costs.saved(List.of(FAILED), "b", "dear")).isNull();
        assertThat(costs.saved(List.of(), "b", "dear")).isNull();
    }

    @Test
    void areUnknownWhereTheColumnCannotHoldThem() {
        CallCosts costs = new CallCosts(cards, NOON);
        Attempt most = attempt("a", "cheap", 999_999_999_999_999L, 0);
        Attempt more = attempt("a", "cheap", 1_000_000_000_000_000L, 0);
        assertThat(costs.of(List.of(most))).isEqualTo("999999999.999999000");
        assertThat(costs.of(List.of(more))).isNull();
        assertThat(costs.saved(List.of(attempt("b", "dear", 1_000_000_000_000_000L, 0)), "a", "cheap"))
                .isNull();
    }

    private static Attempt attempt(String provider, String model, long input, long output) {
        return new Attempt(provider, model, "200", 5, TokenUsage.reported(input, 0, 0, output, 0));
    }

    private static ModelCard card(String provider, String id, String input, String output) {
        PriceTier now = input == null
                ? null
                : new PriceTier(
                        null,
                        0,
                        Map.of(TokenClass.INPUT, new BigDecimal(input), TokenClass.OUTPUT, new BigDecimal(output)));
        PriceTier later = new PriceTier(
                LocalDate.of(2026, 12, 1),
                0,
                Map.of(TokenClass.INPUT, new BigDecimal("3"), TokenClass.OUTPUT, BigDecimal.ONE));
        return new ModelCard(
                provider,
                id,
                List.of(),
                0,
                0,
                Set.of(),
                now == null ? List.of() : List.of(now, later),
                ResponsesNeed.NONE,
                false,
                null,
                null,
                "",
                null);
    }
}
