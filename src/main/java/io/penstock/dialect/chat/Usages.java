package io.penstock.dialect.chat;

import io.penstock.call.TokenUsage;
import io.penstock.json.JsonWriter;

/** {@code usage}, as it is written. */
final class Usages {
    private Usages() {}

    static void write(TokenUsage usage, JsonWriter out) {
        out.object("usage")
                .put("prompt_tokens", usage.input())
                .put("completion_tokens", usage.output())
                .put("total_tokens", usage.input() + usage.output())
                .object("prompt_tokens_details")
                .put("cached_tokens", usage.cachedInput())
                .put("cache_write_tokens", usage.cacheWrite())
                .endObject()
                .object("completion_tokens_details")
                .put("reasoning_tokens", usage.reasoning())
                .endObject()
                .endObject();
    }
}
