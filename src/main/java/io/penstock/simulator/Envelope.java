package io.penstock.simulator;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What all chunks of one answer share: id, time, model. Chunks are put together as text, since a stream has many. */
final class Envelope {

    private static final String FINGERPRINT = "fp_penstock_sim";

    private final Generate call;
    private final String id;
    private final long createdSeconds;
    private final String chunkStart;

    Envelope(Generate call, String unique, long createdSeconds) {
        this.call = call;
        this.id = call.choices().idPrefix + unique;
        this.createdSeconds = createdSeconds;
        String head = head(call.choices().chunkObject).encode();
        this.chunkStart = head.substring(0, head.length() - 1) + ",\"choices\":[";
    }

    /** A chunk with this choice. */
    String chunk(String choice) {
        return chunkStart + choice + (call.includeUsage() ? "],\"usage\":null}" : "]}");
    }

    /** A chunk with this choice, or none, and the usage. */
    String chunkWithUsage(String choice, int completionTokens) {
        return chunkStart + choice + "],\"usage\":" + usage(completionTokens).encode() + "}";
    }

    /** A chunk with this choice and more fields at the top level. */
    String chunkWith(String choice, JsonObject more) {
        String fields = more.encode();
        return chunkStart + choice + (call.includeUsage() ? "],\"usage\":null," : "],") + fields.substring(1);
    }

    /** An answer that is not streamed. */
    JsonObject whole(JsonObject choice, int completionTokens) {
        return head(call.choices().wholeObject).put("choices", List.of(choice)).put("usage", usage(completionTokens));
    }

    /** The start of a chunk that breaks off inside its JSON. */
    String brokenChunk() {
        return chunkStart + "{\"index\":0,\"delta\":{\"content\":" + Json.encode(" broken");
    }

    private JsonObject head(String object) {
        JsonObject head = new JsonObject()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", call.model());
        if (call.choices() == Choices.CHAT) {
            head.put("service_tier", "default");
        }
        return head.put("system_fingerprint", FINGERPRINT);
    }

    private JsonObject usage(int completionTokens) {
        return new JsonObject()
                .put("prompt_tokens", call.promptTokens())
                .put("completion_tokens", completionTokens)
                .put("total_tokens", call.promptTokens() + completionTokens)
                .put(
                        "prompt_tokens_details",
                        new JsonObject().put("cached_tokens", 0).put("audio_tokens", 0))
                .put(
                        "completion_tokens_details",
                        new JsonObject()
                                .put("reasoning_tokens", 0)
                                .put("audio_tokens", 0)
                                .put("accepted_prediction_tokens", 0)
                                .put("rejected_prediction_tokens", 0));
    }
}
