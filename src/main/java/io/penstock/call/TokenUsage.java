package io.penstock.call;

/**
 * Tokens of one call, by class. {@code input} includes {@code cachedInput} and {@code cacheWrite}; {@code output}
 * includes {@code reasoning}, as OpenAI counts them.
 *
 * @param input prompt tokens
 * @param cachedInput prompt tokens the provider read from its cache
 * @param cacheWrite prompt tokens the provider wrote to its cache
 * @param output generated tokens
 * @param reasoning generated tokens that are not shown
 * @param reported whether the provider itself named these figures; where it did not, those above zero were counted
 */
public record TokenUsage(long input, long cachedInput, long cacheWrite, long output, long reasoning, boolean reported) {

    /** The provider said nothing of usage. */
    public static final TokenUsage UNREPORTED = new TokenUsage(0, 0, 0, 0, 0, false);

    public static TokenUsage reported(long input, long cachedInput, long cacheWrite, long output, long reasoning) {
        return new TokenUsage(input, cachedInput, cacheWrite, output, reasoning, true);
    }

    /** The provider said nothing of usage, but so many parts of an answer were seen. */
    public static TokenUsage counted(long output) {
        return output == 0 ? UNREPORTED : new TokenUsage(0, 0, 0, output, 0, false);
    }

    /** Both together; reported if either was, because a count is worth less than a report. */
    public TokenUsage plus(TokenUsage other) {
        return new TokenUsage(
                input + other.input,
                cachedInput + other.cachedInput,
                cacheWrite + other.cacheWrite,
                output + other.output,
                reasoning + other.reasoning,
                reported || other.reported);
    }
}
