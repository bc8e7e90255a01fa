package io.penstock.dialect.embeddings;

import io.penstock.dialect.Wire;
import org.jspecify.annotations.Nullable;

/** Who spells embeddings in another way than OpenAI. */
public enum EmbeddingProvider {
    /** {@code POST models/{m}:batchEmbedContents}; says nothing of usage. */
    GEMINI(100),
    /** {@code POST /v2/embed}. */
    COHERE(96),
    /** {@code POST /api/embed}. */
    OLLAMA(2048);

    private final int inputsMax;

    EmbeddingProvider(int inputsMax) {
        this.inputsMax = inputsMax;
    }

    /** {@code null} for dialects whose providers have OpenAI's embeddings, or none. */
    public static @Nullable EmbeddingProvider of(Wire wire) {
        return switch (wire) {
            case GEMINI -> GEMINI;
            case COHERE -> COHERE;
            case OLLAMA -> OLLAMA;
            case CHAT, RESPONSES, MESSAGES, CONVERSE -> null;
        };
    }

    /** How many texts one call may hold. */
    public int inputsMax() {
        return inputsMax;
    }
}
