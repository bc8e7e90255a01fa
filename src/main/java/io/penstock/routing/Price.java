package io.penstock.routing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A model's prices in binary fractions, for comparing and never for charging: {@link PriceTier} is exact. Immutable.
 */
final class Price {
    private static final Set<TokenClass> BOTH = Set.of(TokenClass.INPUT, TokenClass.OUTPUT);
    private static final double MILLION = 1_000_000;

    /** Nobody says what it costs. */
    static final Price UNKNOWN = new Price(List.of());

    /** What stands in {@link #tiers} of each tier: first day, input above which it holds, price of input, of output. */
    private static final int WIDTH = 4;

    /** In one array, because they are read for every candidate of every choice. */
    private final double[] tiers;

    /** Tiers without a price for input or for output are left out. */
    Price(List<PriceTier> prices) {
        List<PriceTier> known = new ArrayList<>();
        for (PriceTier tier : prices) {
            if (tier.perMillion().keySet().containsAll(BOTH)) {
                known.add(tier);
            }
        }
        known.sort((one, other) -> one.before(other) ? -1 : other.before(one) ? 1 : 0);
        tiers = new double[WIDTH * known.size()];
        for (int i = 0; i < known.size(); i++) {
            PriceTier tier = known.get(i);
            LocalDate from = tier.from();
            tiers[WIDTH * i] = from == null ? Double.NEGATIVE_INFINITY : from.toEpochDay();
            tiers[WIDTH * i + 1] = tier.aboveInputTokens() == 0 ? -1 : tier.aboveInputTokens();
            tiers[WIDTH * i + 2] = dollars(tier, TokenClass.INPUT);
            tiers[WIDTH * i + 3] = dollars(tier, TokenClass.OUTPUT);
        }
    }

    private static double dollars(PriceTier tier, TokenClass kind) {
        BigDecimal price = tier.perMillion().get(kind);
        return price == null ? Double.NaN : price.doubleValue() / MILLION;
    }

    /**
     * What a request costs, in US dollars.
     *
     * @param day counted from 1970
     * @return no number where no price is known
     */
    double of(int inputTokens, int outputTokens, long day) {
        for (int at = 0; at < tiers.length; at += WIDTH) {
            if (tiers[at] <= day && inputTokens > tiers[at + 1]) {
                return inputTokens * tiers[at + 2] + outputTokens * tiers[at + 3];
            }
        }
        return Double.NaN;
    }

    /**
     * Up to how many input tokens the price of the smallest requests holds.
     *
     * @param day counted from 1970
     */
    int smallUpTo(long day) {
        double limit = Integer.MAX_VALUE;
        for (int at = 0; at < tiers.length && (tiers[at] > day || tiers[at + 1] >= 0); at += WIDTH) {
            limit = tiers[at] <= day ? Math.min(limit, tiers[at + 1]) : limit;
        }
        return (int) limit;
    }

    /** Of a million tokens of output in the smallest requests, in US dollars; no number where it is not known. */
    double usualOutput() {
        double usual = Double.NaN;
        for (int at = 0; at < tiers.length; at += WIDTH) {
            // The last is the oldest: no estimate moves with an announced price.
            usual = tiers[at + 1] < 0 ? tiers[at + 3] * MILLION : usual;
        }
        return usual;
    }
}
