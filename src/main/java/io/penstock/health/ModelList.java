package io.penstock.health;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The ids in a provider's list of models: OpenAI's and Anthropic's {@code {"data":[{"id"}]}}, Gemini's, Cohere's and
 * Ollama's {@code {"models":[{"name"}]}}, or the bare array some compatible servers send.
 */
final class ModelList {
    /** Before Google's names. */
    private static final String GOOGLE = "models/";

    private ModelList() {}

    /** In their order; empty where it is no such list. Never throws. */
    static List<String> ids(Buffer body) {
        List<String> ids = new ArrayList<>();
        Object value;
        try {
            value = body.toJsonValue();
        } catch (DecodeException e) {
            return ids;
        }
        Object list = value instanceof JsonObject object ? object.getValue("data", object.getValue("models")) : value;
        if (list instanceof JsonArray array) {
            for (Object entry : array) {
                if (entry instanceof JsonObject model) {
                    Stream.of("id", "name")
                            .map(model::getValue)
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .findFirst()
                            .ifPresent(id -> ids.add(id.startsWith(GOOGLE) ? id.substring(GOOGLE.length()) : id));
                }
            }
        }
        return ids;
    }
}
