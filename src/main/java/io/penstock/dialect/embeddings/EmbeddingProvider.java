package io.penstock.dialect.embeddings;

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

    /** How many texts one call may hold. */
    public int inputsMax() {
        return inputsMax;
    }
}
