package io.penstock.routing;

/**
 * What a call asks of whoever answers it, as far as its request tells.
 *
 * @param uses the {@link Feature}s that it makes use of, as bits
 * @param inputTokens its length, estimated; 0 is unknown
 * @param outputTokensMax the longest answer it allows; 0 where it does not say
 */
public record Needs(int uses, int inputTokens, int outputTokensMax) {
    /** Of a call of which nothing is known. */
    public static final Needs NONE = new Needs(0, 0, 0);

    /** Whether it makes use of that. */
    public boolean has(Feature feature) {
        return (uses & feature.bit()) != 0;
    }

    /** The same with these features. */
    public Needs using(int features) {
        return new Needs(features, inputTokens, outputTokensMax);
    }
}
