package io.penstock.dialect;

import io.penstock.dialect.chat.ChatDialect;
import io.penstock.dialect.cohere.CohereDialect;
import io.penstock.dialect.converse.ConverseDialect;
import io.penstock.dialect.gemini.GeminiDialect;
import io.penstock.dialect.messages.MessagesDialect;
import io.penstock.dialect.ollama.OllamaDialect;
import io.penstock.dialect.responses.ResponsesDialect;

/** Every dialect there is. One object each, shared by all threads. */
public final class Dialects {
    private static final ChatDialect CHAT = new ChatDialect();
    private static final ResponsesDialect RESPONSES = new ResponsesDialect();
    private static final MessagesDialect MESSAGES = new MessagesDialect();
    private static final GeminiDialect GEMINI = new GeminiDialect();
    private static final ConverseDialect CONVERSE = new ConverseDialect();
    private static final CohereDialect COHERE = new CohereDialect();
    private static final OllamaDialect OLLAMA = new OllamaDialect();

    private Dialects() {}

    /** @throws IllegalArgumentException for a dialect that is spoken to providers only */
    public static CallerDialect caller(Wire wire) {
        return switch (wire) {
            case CHAT -> CHAT;
            case RESPONSES -> RESPONSES;
            case MESSAGES -> MESSAGES;
            case GEMINI -> GEMINI;
            case CONVERSE, COHERE, OLLAMA -> throw new IllegalArgumentException("no caller speaks " + wire.label());
        };
    }

    /** How providers are spoken to. */
    public static UpstreamDialect upstream(Wire wire) {
        return switch (wire) {
            case CHAT -> CHAT;
            case RESPONSES -> RESPONSES;
            case MESSAGES -> MESSAGES;
            case GEMINI -> GEMINI;
            case CONVERSE -> CONVERSE;
            case COHERE -> COHERE;
            case OLLAMA -> OLLAMA;
        };
    }
}
