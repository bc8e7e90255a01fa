package io.penstock.routing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A model's prices in binary fractions, for comparing and never for charging: {@link PriceTier} is exact. Immutable.
 */
final class Price {
    /** Nobody says what it costs. */
    static final Price UNKNOWN = new Price(List.of());

    private static final double MILLION = 1_000_000;

    private final long[] fromDay;
    private final long[] above;
    private final double[] input;
    private final double[] output;

    /** Tiers without a price for input or for output are left out. */
    Price(List<PriceTier> tiers) {
        List<PriceTier> known = new ArrayList<>();
        for (PriceTier tier : tiers) {
            boolean whole = tier.perMillion().containsKey(TokenClass.INPUT)
                    && tier.perMillion().containsKey(TokenClass.OUTPUT);
            if (whole) {
                known.add(tier);
            }
        }
        known.sort((one, other) -> one.before(other) ? -1 : other.before(one) ? 1 : 0);
        fromDay = known.stream().mapToLong(Price::day).toArray();
        above = known.stream().mapToLong(PriceTier::aboveInputTokens).toArray();
        input = dollars(known, TokenClass.INPUT);
        output = dollars(known, TokenClass.OUTPUT);
    }

    private static long day(PriceTier tier) {
        LocalDate from = tier.from();
        return from == null ? Long.MIN_VALUE : from.toEpochDay();
    }

    private static double[] dollars(List<PriceTier> tiers, TokenClass kind) {
        return tiers.stream()
                .mapToDouble(tier -> {
                    BigDecimal price = tier.perMillion().get(kind);
                    return price == null ? Double.NaN : price.doubleValue() / MILLION;
                })
                .toArray();
    }

    /**
     * What a request costs, in US dollars.
     *
     * @param day counted from 1970
     * @return no number where no price is known
     */
    double of(long inputTokens, long outputTokens, long day) {
        for (int tier = 0; tier < above.length; tier++) {
            if (fromDay[tier] <= day && (above[tier] == 0 || inputTokens > above[tier])) {
                return inputTokens * input[tier] + outputTokens * output[tier];
            }
        }
        return Double.NaN;
    }

    /** Of a million tokens of output in the smallest requests, in US dollars; no number where it is not known. */
    double usualOutput() {
        double usual = Double.NaN;
        for (int tier = 0; tier < above.length; tier++) {
            // The last is the oldest: no estimate moves with an announced price.
            usual = above[tier] == 0 ? output[tier] * MILLION : usual;
        }
        return usual;
    }
}
