package io.penstock.routing;

import io.penstock.call.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one model at one provider, as of a date ({@code conf/models.yaml}).
 *
 * @param provider the provider's name
 * @param id the model as that provider spells it
 * @param aliases further ids of the same model there
 * @param contextTokens its window; 0 is unknown
 * @param outputTokensMax its longest answer; 0 is unknown
 * @param capabilities what it is said to be able to do
 * @param prices none where no price is known
 * @param responses for what it needs the Responses dialect
 * @param offered whether it is among its provider's models where the operator names none
 * @param shutdown the day on which it ends, where one is announced
 * @param successor what its provider recommends in its place, an id of the same provider
 * @param source where the figures come from; empty where nobody says
 * @param sourceDate the day they are of
 * @param quality how good it is said to be, 1 to 100; 0 where nobody says
 */
public record ModelCard(
        String provider,
        String id,
        List<String> aliases,
        long contextTokens,
        int outputTokensMax,
        Set<Capability> capabilities,
        List<PriceTier> prices,
        ResponsesNeed responses,
        boolean offered,
        @Nullable LocalDate shutdown,
        @Nullable String successor,
        String source,
        @Nullable LocalDate sourceDate,
        int quality) {
    public ModelCard {
        aliases = List.copyOf(aliases);
        capabilities = Set.copyOf(capabilities);
        prices = List.copyOf(prices);
    }

    /** Of which nobody says how good it is. */
    public ModelCard(
            String provider,
            String id,
            List<String> aliases,
            long contextTokens,
            int outputTokensMax,
            Set<Capability> capabilities,
            List<PriceTier> prices,
            ResponsesNeed responses,
            boolean offered,
            @Nullable LocalDate shutdown,
            @Nullable String successor,
            String source,
            @Nullable LocalDate sourceDate) {
        this(
                provider,
                id,
                aliases,
                contextTokens,
                outputTokensMax,
                capabilities,
                prices,
                responses,
                offered,
                shutdown,
                successor,
                source,
                sourceDate,
                0);
    }

    /** Whether it holds conversations: no model of vectors, pictures or sound alone. */
    boolean chats() {
        boolean talks = capabilities.contains(Capability.TOOLS)
                || capabilities.contains(Capability.VISION)
                || capabilities.contains(Capability.JSON_SCHEMA)
                || capabilities.contains(Capability.REASONING);
        return capabilities.isEmpty() || talks && !capabilities.contains(Capability.EMBEDDINGS);
    }

    /**
     * What a request cost, in US dollars, exact.
     *
     * @param usage its tokens
     * @param cacheWrite the class of the tokens that it wrote to the cache
     * @param day on which it was made, in UTC
     * @return {@code null} where a class of tokens that was used has no known price
     */
    public @Nullable BigDecimal cost(TokenUsage usage, TokenClass cacheWrite, LocalDate day) {
        PriceTier best = null;
        for (PriceTier tier : prices) {
            if (tier.holds(usage.input(), day) && (best == null || tier.before(best))) {
                best = tier;
            }
        }
        return best == null ? null : best.cost(usage, cacheWrite);
    }

    /**
     * Those traits, with what this knows of the model at that provider. Where it is another's card, that is the window
     * alone: the longest answer and the dialects are matters of who serves it.
     */
    Traits over(Traits traits, String at) {
        boolean own = provider.equals(at);
        return new Traits(
                contextTokens == 0 ? traits.contextTokens() : contextTokens,
                traits.prefill(),
                traits.headersSeconds(),
                traits.idleSeconds(),
                own && outputTokensMax > 0 ? outputTokensMax : traits.outputTokensMax(),
                own ? responses : traits.responses());
    }
}
