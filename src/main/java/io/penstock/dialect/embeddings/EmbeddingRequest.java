package io.penstock.dialect.embeddings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be embedded.
 *
 * @param model as the caller named it
 * @param inputs at least one text
 * @param base64 whether vectors are wanted as base64 of float32 in little-endian order, which is what OpenAI's own
 *     libraries ask for unasked
 * @param dimensions how long vectors shall be; {@code null} for the model's own length
 */
public record EmbeddingRequest(
        String model,
        List<String> inputs,
        boolean base64,
        @Nullable Integer dimensions) {
    public EmbeddingRequest {
        inputs = List.copyOf(inputs);
    }
}
