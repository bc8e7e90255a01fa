package io.penstock.routing;

import io.penstock.call.Attempt;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one call costs, in US dollars, and what it would have cost elsewhere. The same figures for the caller and for the row:
 * both come from here.
 */
public final class CallCosts {
    /** Those of the column, numeric(18, 9). */
    private static final int SCALE = 9;

    private static final BigDecimal MAX = BigDecimal.TEN.pow(SCALE);

    private final ModelCards cards;
    private final LocalDate day;

    /** @param startedAtMillis when the call arrived, milliseconds since 1970: the prices of that day in UTC hold */
    public CallCosts(ModelCards cards, long startedAtMillis) {
        this.cards = cards;
        this.day = LocalDate.ofEpochDay(Math.floorDiv(startedAtMillis, TimeUnit.DAYS.toMillis(1)));
    }

    /**
     * The attempts whose usage a provider reported, together, each at the price of the model that it asked, rounded to nine
     * places. {@code null} where none reported any, where one of them has no known price, and where the sum is more than the
     * column holds: a part of a cost is no cost.
     */
    public @Nullable BigDecimal of(List<Attempt> attempts) {
        BigDecimal sum = null;
        for (Attempt attempt : attempts) {
            if (attempt.usage().reported()) {
                BigDecimal cost = cost(attempt, attempt.provider(), attempt.model());
                if (cost == null) {
                    return null;
                }
                sum = sum == null ? cost : sum.add(cost);
            }
        }
        return held(sum);
    }

    /**
     * How much more the same attempts would have cost with this model, rounded; less than zero where it would have been
     * cheaper. {@code null} where either figure is not known.
     */
    public @Nullable BigDecimal saved(List<Attempt> attempts, String provider, String model) {
        BigDecimal more = null;
        for (Attempt attempt : attempts) {
            if (attempt.usage().reported()) {
                BigDecimal cost = cost(attempt, attempt.provider(), attempt.model());
                BigDecimal elsewhere = cost(attempt, provider, model);
                if (cost == null || elsewhere == null) {
                    return null;
                }
                BigDecimal difference = elsewhere.subtract(cost);
                more = more == null ? difference : more.add(difference);
            }
        }
        return held(more);
    }

    private @Nullable BigDecimal cost(Attempt attempt, String provider, String model) {
        // Which kind of cache write it was is not told; five minutes is what callers get who ask for nothing else.
        return cards.cost(provider, model, attempt.usage(), TokenClass.CACHE_WRITE_5M, day);
    }

    private static @Nullable BigDecimal held(@Nullable BigDecimal sum) {
        BigDecimal rounded = sum == null ? null : sum.setScale(SCALE, RoundingMode.HALF_UP);
        return rounded == null || rounded.abs().compareTo(MAX) >= 0 ? null : rounded;
    }
}
