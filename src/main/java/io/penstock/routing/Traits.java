package io.penstock.routing;

/**
 * What is known of one model at one provider.
 *
 * @param contextTokens its context window; 0 is unknown
 * @param prefill how it continues a begun answer
 * @param headersSeconds a streaming call without an answer's head after this has failed
 * @param idleSeconds a stream silent for this long has failed
 * @param outputTokensMax its longest answer in tokens; 0 is unknown
 * @param responses for what it needs the Responses dialect
 */
public record Traits(
        long contextTokens,
        Prefill prefill,
        int headersSeconds,
        int idleSeconds,
        int outputTokensMax,
        ResponsesNeed responses) {

    /** Of a model whose longest answer and dialect nobody has told. */
    public Traits(long contextTokens, Prefill prefill, int headersSeconds, int idleSeconds) {
        this(contextTokens, prefill, headersSeconds, idleSeconds, 0, ResponsesNeed.NONE);
    }
}
