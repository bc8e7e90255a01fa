package io.penstock.chat;

import org.jspecify.annotations.Nullable;

/**
 * How much the model thinks before it speaks. At least one component says something.
 *
 * @param effort {@code none}, {@code minimal}, {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}
 *     (OpenAI's words); {@code null} where only a budget or nothing was given
 * @param budgetTokens at most so many tokens of thought; {@code null} where no number was given; 0 is no thought
 * @param summary whether the caller wants to read the thoughts; {@code null} where nothing was said
 * @param adaptive whether the model decides how much (Anthropic's {@code adaptive}, Gemini's budget of -1)
 */
public record Reasoning(
        @Nullable String effort,
        @Nullable Integer budgetTokens,
        @Nullable Boolean summary,
        boolean adaptive) {}
