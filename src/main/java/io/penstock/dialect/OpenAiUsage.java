package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.json.JsonValue;
import io.penstock.sse.Needle;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenAI's {@code usage} object, in the names of Chat Completions ({@code prompt_tokens}) and of Responses
 * ({@code input_tokens}). Input holds what was cached, output holds the reasoning. Fields that are missing count as zero.
 */
public final class OpenAiUsage {
    private static final Needle USAGE = Needle.of("\"usage\"");

    private boolean found;
    private long input;
    private long output;
    private long cached;
    private long cacheWrite;
    private long reasoning;

    private OpenAiUsage() {}

    /**
     * The usage of a whole answer, or of a piece cut from its end; {@code null} where there is none.
     *
     * @param bytes holds the answer in {@code [from, to)}
     */
    public static @Nullable TokenUsage in(byte[] bytes, int from, int to) {
        return LastObject.of(bytes, from, to, USAGE, OpenAiUsage::of);
    }

    /** What this {@code usage} says; {@code null} where it names neither input nor output. */
    public static @Nullable TokenUsage of(JsonValue.Obj usage) {
        OpenAiUsage counted = new OpenAiUsage();
        counted.add(usage);
        return counted.found
                ? TokenUsage.reported(
                        counted.input, counted.cached, counted.cacheWrite, counted.output, counted.reasoning)
                : null;
    }

    private void add(JsonValue.Obj object) {
        object.each((name, value) -> {
            if (value instanceof JsonValue.Num number) {
                count(name, number.count());
            } else if (value instanceof JsonValue.Obj details && name.endsWith("_tokens_details")) {
                add(details);
            }
        });
    }

    private void count(String name, long tokens) {
        switch (name) {
            case "prompt_tokens", "input_tokens" -> {
                input = tokens;
                found = true;
            }
            case "completion_tokens", "output_tokens" -> {
                output = tokens;
                found = true;
            }
            case "cached_tokens" -> cached = tokens;
            case "cache_write_tokens" -> cacheWrite = tokens;
            case "reasoning_tokens" -> reasoning = tokens;
            default -> {}
        }
    }
}
