package io.penstock.routing;

import io.penstock.call.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost from a day on, in requests of more than so much input. Decimal arithmetic, because prices are decimal
 * fractions: $0.0036 per million has no exact binary form, and is no whole number of nano-dollars per token. It cannot
 * overflow on absurd counts either. Costs are computed where rows are written, never on the way of a call.
 *
 * @param from the first day, in UTC, on which it holds; {@code null} is always
 * @param aboveInputTokens it holds for the whole of a request with more input than this; 0 is any
 * @param perMillion US dollars per million tokens; a class that is not there has no known price
 */
public record PriceTier(@Nullable LocalDate from, long aboveInputTokens, Map<TokenClass, BigDecimal> perMillion) {
    private static final int MILLION = 6;

    public PriceTier {
        perMillion = Map.copyOf(perMillion);
    }

    /** Whether it is in force for this much input on this day. */
    boolean holds(long inputTokens, LocalDate day) {
        return (from == null || !from.isAfter(day)) && (aboveInputTokens == 0 || inputTokens > aboveInputTokens);
    }

    /** Whether it goes before that one where both hold: a later day before more input. */
    boolean before(PriceTier other) {
        LocalDate own = from == null ? LocalDate.MIN : from;
        LocalDate others = other.from == null ? LocalDate.MIN : other.from;
        return own.equals(others) ? aboveInputTokens > other.aboveInputTokens : own.isAfter(others);
    }

    /** In US dollars, exact; {@code null} where a class that was used has no price. */
    @Nullable
    BigDecimal cost(TokenUsage usage, TokenClass cacheWrite) {
        // A provider whose parts are more than its whole has its parts charged.
        long plain = Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite());
        BigDecimal total = plus(BigDecimal.ZERO, plain, TokenClass.INPUT);
        total = plus(total, usage.cachedInput(), TokenClass.CACHED_INPUT);
        total = plus(total, usage.cacheWrite(), cacheWrite);
        total = plus(total, usage.output(), TokenClass.OUTPUT);
        return total == null ? null : total.movePointLeft(MILLION);
    }

    private @Nullable BigDecimal plus(@Nullable BigDecimal sum, long tokens, TokenClass kind) {
        BigDecimal price = perMillion.get(kind);
        if (sum == null || tokens <= 0) {
            return sum;
        }
        return price == null ? null : sum.add(price.multiply(BigDecimal.valueOf(tokens)));
    }
}
