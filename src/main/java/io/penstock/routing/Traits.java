package io.penstock.routing;

/**
 * What is known of one model at one provider.
 *
 * @param contextTokens its context window; 0 is unknown
 * @param prefill how it continues a begun answer
 * @param headersSeconds a streaming call without an answer's head after this has failed
 * @param idleSeconds a stream silent for this long has failed
 */
public record Traits(long contextTokens, Prefill prefill, int headersSeconds, int idleSeconds) {}
