package io.penstock.routing;

/**
 * What a call asks of whoever answers it, as far as its request tells.
 *
 * @param tools whether it offers tools
 * @param vision whether it shows images
 * @param audio whether it holds sound
 * @param jsonSchema whether the answer must follow a JSON schema
 * @param inputTokens its length, estimated; 0 is unknown
 * @param outputTokensMax the longest answer it allows; 0 where it does not say
 */
public record Needs(
        boolean tools, boolean vision, boolean audio, boolean jsonSchema, int inputTokens, int outputTokensMax) {
    /** Of a call of which nothing is known. */
    public static final Needs NONE = new Needs(false, false, false, false, 0, 0);
}
