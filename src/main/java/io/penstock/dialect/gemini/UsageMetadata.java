package io.penstock.dialect.gemini;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.LastObject;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.penstock.sse.Needle;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes {@code usageMetadata}. Gemini counts thoughts apart from the candidates' tokens, and what tools put
 * into the prompt apart from the prompt.
 */
final class UsageMetadata {
    private static final String NAME = "usageMetadata";
    private static final Needle NEEDLE = Needle.of("\"usageMetadata\"");

    private UsageMetadata() {}

    /** The usage of an answer or a chunk; {@code null} where it has none. */
    static @Nullable TokenUsage of(JsonValue.Obj response) {
        JsonValue.Obj usage = response.object(NAME);
        return usage == null ? null : counted(usage);
    }

    private static TokenUsage counted(JsonValue.Obj usage) {
        long thoughts = usage.count("thoughtsTokenCount");
        return TokenUsage.reported(
                usage.count("promptTokenCount") + usage.count("toolUsePromptTokenCount"),
                usage.count("cachedContentTokenCount"),
                0,
                usage.count("candidatesTokenCount") + thoughts,
                thoughts);
    }

    /** The last usage in an answer, or in a piece cut from its end. */
    static @Nullable TokenUsage last(byte[] bytes, int from, int to) {
        return LastObject.of(bytes, from, to, NEEDLE, UsageMetadata::counted);
    }

    static void write(TokenUsage usage, JsonWriter out) {
        out.object(NAME).put("promptTokenCount", usage.input());
        if (usage.cachedInput() > 0) {
            out.put("cachedContentTokenCount", usage.cachedInput());
        }
        out.put("candidatesTokenCount", Math.max(0, usage.output() - usage.reasoning()));
        if (usage.reasoning() > 0) {
            out.put("thoughtsTokenCount", usage.reasoning());
        }
        out.put("totalTokenCount", usage.input() + usage.output()).endObject();
    }
}
