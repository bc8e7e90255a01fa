package io.penstock.routing;

import org.jspecify.annotations.Nullable;

/**
 * What the operator says of some models. What it leaves open is taken from less particular entries, at last from the
 * default.
 *
 * @param models {@code provider/model}, or an id
 * @param contextTokens 0 leaves it open
 * @param prefill {@code null} leaves it open
 * @param headersSeconds 0 leaves it open
 * @param idleSeconds 0 leaves it open
 */
public record ModelTraits(
        NamePattern models, long contextTokens, @Nullable Prefill prefill, int headersSeconds, int idleSeconds) {

    /** Those traits, but for what this says. */
    Traits over(Traits traits) {
        return new Traits(
                contextTokens == 0 ? traits.contextTokens() : contextTokens,
                prefill == null ? traits.prefill() : prefill,
                headersSeconds == 0 ? traits.headersSeconds() : headersSeconds,
                idleSeconds == 0 ? traits.idleSeconds() : idleSeconds,
                traits.outputTokensMax(),
                traits.responses());
    }
}
