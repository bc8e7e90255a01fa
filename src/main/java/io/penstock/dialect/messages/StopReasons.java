package io.penstock.dialect.messages;

import io.penstock.chat.Finish;
import io.penstock.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Why an answer ended, in Anthropic's words. */
final class StopReasons {
    private StopReasons() {}

    /** A reason not known here is an end like any other: the API may add some. */
    static Finish read(String reason) {
        return switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOLS;
            case "refusal" -> Finish.FILTERED;
            default -> Finish.STOP;
        };
    }

    /** What the model says to its refusal; {@code null} where it says nothing. */
    static @Nullable String explanation(JsonValue.Obj holder) {
        JsonValue.Obj details = holder.object("stop_details");
        String explanation = details == null ? null : details.text("explanation");
        return explanation == null || explanation.isEmpty() ? null : explanation;
    }

    /** Not for {@link Finish#FAILED}: what failed is no answer, so it has no reason. */
    static String written(Finish finish, @Nullable String stopSequence) {
        return switch (finish) {
            case STOP -> stopSequence == null ? "end_turn" : "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOLS -> "tool_use";
            case FILTERED -> "refusal";
            case FAILED -> throw new IllegalArgumentException("a failure is told as an error");
        };
    }
}
