package io.penstock.simulator;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** A chat or completion call, reduced to what the simulator acts on. */
record Generate(
        Choices choices,
        String model,
        String user,
        Behaviour behaviour,
        boolean stream,
        boolean includeUsage,
        int maxTokens,
        String said,
        Optional<String> prefill,
        int promptTokens,
        Optional<JsonObject> tool,
        Received received)
        implements ModelCall {

    /** How many of these tokens may be said. */
    int allowed(int tokens) {
        return Math.min(tokens, maxTokens);
    }

    /** Why an answer of so many tokens ends. */
    String finishReason(int tokens) {
        return tokens > maxTokens ? "length" : "stop";
    }
}
