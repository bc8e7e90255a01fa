package io.penstock.dialect.converse;

import io.penstock.call.TokenUsage;
import io.penstock.chat.Finish;
import io.penstock.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What answers and streams say in the same words. */
final class ConverseWords {
    private ConverseWords() {}

    /** A {@code stopReason}; one that is not known is taken for a proper end. */
    static Finish finish(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOLS;
            case "guardrail_intervened", "content_filtered", "refusal" -> Finish.FILTERED;
            case "malformed_model_output", "malformed_tool_use" -> Finish.FAILED;
            default -> Finish.STOP;
        };
    }

    /** A {@code usage}: its {@code inputTokens} are those that neither came from the cache nor went there. */
    static TokenUsage usage(JsonValue.@Nullable Obj usage) {
        if (usage == null) {
            return TokenUsage.UNREPORTED;
        }
        long read = usage.count("cacheReadInputTokens");
        long write = usage.count("cacheWriteInputTokens");
        return TokenUsage.reported(
                usage.count("inputTokens") + read + write, read, write, usage.count("outputTokens"), 0);
    }

    /** Which stop sequence ended the answer, where the model's own fields were asked for. */
    static @Nullable String stopSequence(JsonValue.Obj answer) {
        JsonValue.Obj more = answer.object("additionalModelResponseFields");
        return more == null ? null : more.text("stop_sequence");
    }
}
