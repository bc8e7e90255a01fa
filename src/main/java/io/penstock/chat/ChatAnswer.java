package io.penstock.chat;

import io.penstock.call.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id as the provider gave it; may be empty
 * @param model the model that answered, as the provider spells it; may be empty
 * @param choices one, where no more were asked for
 */
public record ChatAnswer(String id, String model, List<Choice> choices, TokenUsage usage) {
    public ChatAnswer {
        choices = List.copyOf(choices);
    }

    /**
     * One of the answers.
     *
     * @param parts {@link Part.Thinking}, {@link Part.HiddenThinking}, {@link Part.Text}, {@link Part.ToolUse} and
     *     {@link Part.Refusal}, in the order the model made them
     * @param stopSequence which stop sequence ended it, where the provider says so
     */
    public record Choice(
            List<Part> parts, Finish finish, @Nullable String stopSequence) {
        public Choice {
            parts = List.copyOf(parts);
        }
    }
}
