package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Adds up what {@code usage} objects of one answer say. Each figure is cumulative, so the last one holds, and one that is
 * not named again stays. Anthropic's {@code input_tokens} is what neither came from the cache nor went into it.
 */
final class UsageCount {
    private long fresh;
    private long cached;
    private long written;
    private long output;
    private long thinking;
    private boolean reported;

    /** @param usage {@code null} says nothing */
    void add(JsonValue.@Nullable Obj usage) {
        if (usage == null || !usage.has("input_tokens") && !usage.has("output_tokens")) {
            return;
        }
        reported = true;
        fresh = latest(usage, "input_tokens", fresh);
        cached = latest(usage, "cache_read_input_tokens", cached);
        written = latest(usage, "cache_creation_input_tokens", written);
        output = latest(usage, "output_tokens", output);
        JsonValue.Obj details = usage.object("output_tokens_details");
        thinking = details == null ? thinking : latest(details, "thinking_tokens", thinking);
    }

    private static long latest(JsonValue.Obj usage, String name, long before) {
        return usage.has(name) ? usage.count(name) : before;
    }

    /** {@code null} where nothing was reported. */
    @Nullable
    TokenUsage reported() {
        return reported ? TokenUsage.reported(fresh + cached + written, cached, written, output, thinking) : null;
    }

    /** Writes the members of a {@code usage} object. */
    static void write(TokenUsage usage, JsonWriter out) {
        out.put("input_tokens", Math.max(0, usage.input() - usage.cachedInput() - usage.cacheWrite()))
                .put("cache_creation_input_tokens", usage.cacheWrite())
                .put("cache_read_input_tokens", usage.cachedInput())
                .put("output_tokens", usage.output());
        if (usage.reasoning() > 0) {
            out.object("output_tokens_details")
                    .put("thinking_tokens", usage.reasoning())
                    .endObject();
        }
    }
}
