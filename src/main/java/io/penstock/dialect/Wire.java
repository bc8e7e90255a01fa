package io.penstock.dialect;

/** A wire dialect: how a request, an answer and a stream are spelled. */
public enum Wire {
    /** OpenAI Chat Completions. */
    CHAT("chat"),
    /** OpenAI Responses. */
    RESPONSES("responses"),
    /** Anthropic Messages. */
    MESSAGES("messages"),
    /** Google {@code generateContent}. */
    GEMINI("gemini"),
    /** Amazon Bedrock Converse; spoken to providers only. */
    CONVERSE("converse"),
    /** Cohere v2 chat; spoken to providers only. */
    COHERE("cohere"),
    /** Ollama's own {@code /api/chat}; spoken to providers only. */
    OLLAMA("ollama");

    private final String label;

    Wire(String label) {
        this.label = label;
    }

    /** As it stands in configuration, meters and documents. */
    public String label() {
        return label;
    }
}
