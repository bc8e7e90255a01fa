package io.penstock.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the next token is chosen and where the answer ends. {@code null} is the model's own default.
 *
 * @param maxTokens thoughts included
 * @param temperature 0 to 2
 * @param topP 0 to 1
 * @param topK at least 1
 * @param stop texts before which the answer ends; may be empty
 * @param choices answers wanted ({@code n}, {@code candidateCount})
 * @param logprobs whether the tokens' probabilities are wanted
 * @param topLogprobs alternatives per token, 0 to 20
 */
public record Sampling(
        @Nullable Integer maxTokens,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        List<String> stop,
        @Nullable Long seed,
        @Nullable Double presencePenalty,
        @Nullable Double frequencyPenalty,
        @Nullable Integer choices,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs) {

    /** Everything as the model likes it. */
    public static final Sampling DEFAULT =
            new Sampling(null, null, null, null, List.of(), null, null, null, null, null, null);

    public Sampling {
        stop = List.copyOf(stop);
    }
}
