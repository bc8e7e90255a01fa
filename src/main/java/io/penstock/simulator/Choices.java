package io.penstock.simulator;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two endpoints that generate text, and how each writes a choice. */
enum Choices {
    CHAT("chatcmpl-", "chat.completion", "chat.completion.chunk"),
    TEXT("cmpl-", "text_completion", "text_completion");

    final String idPrefix;
    final String wholeObject;
    final String chunkObject;

    Choices(String idPrefix, String wholeObject, String chunkObject) {
        this.idPrefix = idPrefix;
        this.wholeObject = wholeObject;
        this.chunkObject = chunkObject;
    }

    /** The choice of the first chunk, where this endpoint sends one before any text. */
    Optional<String> opening() {
        return switch (this) {
            case CHAT -> Optional.of(delta("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}"));
            case TEXT -> Optional.empty();
        };
    }

    String token(String word) {
        String quoted = Json.encode(word);
        return switch (this) {
            case CHAT -> delta("{\"content\":" + quoted + "}");
            case TEXT -> text(quoted, null);
        };
    }

    String finish(String reason) {
        return switch (this) {
            case CHAT -> delta("{}", reason);
            case TEXT -> text("\"\"", reason);
        };
    }

    /** The one choice of an answer that is not streamed. */
    JsonObject whole(String content, @Nullable String reason) {
        return switch (this) {
            case CHAT -> message(content, List.of(), reason);
            case TEXT ->
                new JsonObject()
                        .put("text", content)
                        .put("index", 0)
                        .put("logprobs", null)
                        .put("finish_reason", reason);
        };
    }

    /** A chat choice whose message may call tools in place of saying something. */
    static JsonObject message(@Nullable String content, List<JsonObject> toolCalls, @Nullable String reason) {
        JsonObject message = new JsonObject()
                .put("role", "assistant")
                .put("content", content)
                .put("refusal", null)
                .put("annotations", List.of());
        if (!toolCalls.isEmpty()) {
            message.put("tool_calls", toolCalls);
        }
        return new JsonObject()
                .put("index", 0)
                .put("message", message)
                .put("logprobs", null)
                .put("finish_reason", reason);
    }

    /** A chat chunk's choice with this delta, in JSON. */
    static String delta(String delta) {
        return delta(delta, null);
    }

    private static String delta(String delta, @Nullable String reason) {
        return "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + Json.encode(reason) + "}";
    }

    private static String text(String quoted, @Nullable String reason) {
        return "{\"text\":" + quoted + ",\"index\":0,\"logprobs\":null,\"finish_reason\":" + Json.encode(reason) + "}";
    }
}
