package io.penstock.dialect.cohere;

import io.penstock.call.TokenUsage;
import io.penstock.chat.Finish;
import io.penstock.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What answers and streams say in the same words. */
final class CohereWords {
    private CohereWords() {}

    /** A {@code finish_reason}; one that is not known is taken for a proper end. */
    static Finish finish(String reason) {
        return switch (reason) {
            case "MAX_TOKENS" -> Finish.LENGTH;
            case "TOOL_CALL" -> Finish.TOOLS;
            case "ERROR", "TIMEOUT", "ERROR_TOXIC" -> Finish.FAILED;
            default -> Finish.STOP;
        };
    }

    /** A {@code usage}: its {@code tokens}, since {@code billed_units} leave some out. */
    static TokenUsage usage(JsonValue.@Nullable Obj usage) {
        JsonValue.Obj tokens = usage == null ? null : usage.object("tokens");
        if (usage == null || tokens == null) {
            return TokenUsage.UNREPORTED;
        }
        return TokenUsage.reported(
                tokens.count("input_tokens"), usage.count("cached_tokens"), 0, tokens.count("output_tokens"), 0);
    }
}
