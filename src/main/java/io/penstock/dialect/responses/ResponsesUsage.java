package io.penstock.dialect.responses;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.OpenAiUsage;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The {@code usage} object of Responses: input holds what was cached, output holds the reasoning. */
final class ResponsesUsage {
    private ResponsesUsage() {}

    /** What a response's {@code usage} says; {@code null} where there is none. */
    static @Nullable TokenUsage of(JsonValue.Obj response) {
        JsonValue.Obj usage = response.object("usage");
        return usage == null ? null : OpenAiUsage.of(usage);
    }

    /** Writes it as the member {@code usage}, with every number that a client may insist on. */
    static void write(TokenUsage usage, JsonWriter out) {
        out.object("usage").put("input_tokens", usage.input());
        out.object("input_tokens_details")
                .put("cached_tokens", usage.cachedInput())
                .put("cache_write_tokens", usage.cacheWrite())
                .endObject();
        out.put("output_tokens", usage.output());
        out.object("output_tokens_details")
                .put("reasoning_tokens", usage.reasoning())
                .endObject();
        out.put("total_tokens", usage.input() + usage.output()).endObject();
    }
}
