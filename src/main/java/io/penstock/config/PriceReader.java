package io.penstock.config;

import io.penstock.routing.PriceTier;
import io.penstock.routing.TokenClass;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code prices} of a model: one mapping, or a list of them. */
final class PriceReader {
    private static final String KEY = "prices";
    private static final String ABOVE = "above_input_tokens";
    private static final int ABOVE_MAX = 100_000_000;
    /** US dollars per million tokens; the dearest known model takes 270. */
    private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(10_000);

    private static final int SCALE_MAX = 12;
    private static final int TIERS_MAX = 20;

    private PriceReader() {}

    static List<PriceTier> prices(Section model) {
        if (!model.has(KEY)) {
            return List.of();
        }
        List<Section> sections = model.isList(KEY) ? model.items(KEY) : List.of(model.section(KEY));
        List<PriceTier> tiers = new ArrayList<>();
        for (Section section : sections) {
            PriceTier tier = section.read(PriceReader::tier);
            if (tier.perMillion().isEmpty()) {
                throw new SettingsException(section.path(), "holds no price: write one, or take it out");
            }
            if (tiers.stream().anyMatch(other -> sameCase(tier, other))) {
                throw new SettingsException(section.path(), "stands for the same case as one before it: keep one");
            }
            tiers.add(tier);
        }
        if (tiers.size() > TIERS_MAX) {
            throw new SettingsException(KEY, "holds more than " + TIERS_MAX + " entries: take some out");
        }
        return tiers;
    }

    private static boolean sameCase(PriceTier tier, PriceTier other) {
        return day(tier).equals(day(other)) && tier.aboveInputTokens() == other.aboveInputTokens();
    }

    private static LocalDate day(PriceTier tier) {
        return tier.from() == null ? LocalDate.MIN : tier.from();
    }

    private static PriceTier tier(Section s) {
        int above = 0;
        if (s.has(ABOVE)) {
            above = s.integer(ABOVE, 0);
            Check.range(ABOVE, above, 1, ABOVE_MAX);
        }
        Map<TokenClass, BigDecimal> perMillion = new EnumMap<>(TokenClass.class);
        for (TokenClass kind : TokenClass.values()) {
            String key = kind.name().toLowerCase(Locale.ROOT);
            BigDecimal price = s.decimal(key);
            if (price != null) {
                perMillion.put(kind, checked(key, price));
            }
        }
        return new PriceTier(s.date("from"), above, perMillion);
    }

    private static BigDecimal checked(String key, BigDecimal price) {
        // The scale first: comparing 1e999999999 with anything would write it out.
        boolean plain = Math.abs(price.scale()) <= SCALE_MAX && price.precision() <= 2 * SCALE_MAX;
        if (!plain || price.signum() < 0 || price.compareTo(PRICE_MAX) > 0) {
            String shown = plain
                    ? price.toPlainString()
                    : price.round(new MathContext(3)).toString();
            throw new SettingsException(
                    key, "is " + shown + " but must lie between 0 and " + PRICE_MAX + " dollars per million tokens");
        }
        return price;
    }
}
