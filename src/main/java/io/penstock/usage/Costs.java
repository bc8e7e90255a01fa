package io.penstock.usage;

import io.penstock.call.Attempt;
import io.penstock.call.CallRecord;
import io.penstock.routing.ModelCards;
import io.penstock.routing.TokenClass;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What calls cost: each attempt at the price of the model that it asked. */
final class Costs {
    /** Those of the column, numeric(18, 9). */
    private static final int SCALE = 9;

    private static final BigDecimal MAX = BigDecimal.TEN.pow(SCALE);

    private Costs() {}

    /**
     * The attempts whose usage a provider reported, together, in US dollars. {@code null} where none reported any, where one
     * of them has no known price, and where the sum is more than the column holds: a part of a cost is no cost.
     */
    static @Nullable BigDecimal of(CallRecord call, ModelCards cards) {
        LocalDate day = Instant.ofEpochMilli(call.startedAtMillis())
                .atOffset(ZoneOffset.UTC)
                .toLocalDate();
        BigDecimal sum = null;
        for (Attempt attempt : call.attempts()) {
            if (attempt.usage().reported()) {
                // Which kind of cache write it was is not told; five minutes is what callers get who ask for nothing
                // else.
                BigDecimal cost = cards.cost(
                        attempt.provider(), attempt.model(), attempt.usage(), TokenClass.CACHE_WRITE_5M, day);
                if (cost == null) {
                    return null;
                }
                sum = sum == null ? cost : sum.add(cost);
            }
        }
        BigDecimal rounded = sum == null ? null : sum.setScale(SCALE, RoundingMode.HALF_UP);
        return rounded == null || rounded.compareTo(MAX) >= 0 ? null : rounded;
    }
}
