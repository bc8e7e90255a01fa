package io.penstock.dialect.embeddings;

import io.penstock.chat.Slice;
import java.util.List;

/**
 * Vectors as a provider answered them.
 *
 * @param vectors JSON arrays of numbers, as they came, in the order of the inputs
 * @param inputTokens 0 where the provider does not say
 */
public record Embeddings(List<Slice> vectors, long inputTokens) {
    public Embeddings {
        vectors = List.copyOf(vectors);
    }
}
