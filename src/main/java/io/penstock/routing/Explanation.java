package io.penstock.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a call goes where it goes.
 *
 * @param model the name without a level at its end; {@link Inquiry#AUTO} where the gateway chooses the model
 * @param level the level in force; {@code null}: none
 * @param source where that comes from
 * @param rule the name of the rule that says how far the call goes; empty: none does
 * @param objectiveRule the name of the rule that says what counts; empty: the level does, or nothing is ranked
 * @param choiceRule the name of the rule that says who is chosen; empty: none does
 * @param objective what counts; {@code null}: the configured order
 * @param inputTokens as they were reckoned with
 * @param outputTokens as they were reckoned with, where the model's longest answer is not shorter
 * @param kept who served the last call with the same beginning; {@code null}: nobody, or that is not looked at
 * @param candidates all that were considered, those of the plan first and in its order
 * @param resolution what came of it
 */
public record Explanation(
        String model,
        @Nullable PowerLevel level,
        LevelSource source,
        String rule,
        String objectiveRule,
        String choiceRule,
        @Nullable Objective objective,
        long inputTokens,
        long outputTokens,
        @Nullable Target kept,
        List<Considered> candidates,
        Resolution resolution) {
    public Explanation {
        candidates = List.copyOf(candidates);
    }

    /** Where a power level comes from. */
    public enum LevelSource {
        /** The request's header. */
        HEADER,
        /** The end of the model's name. */
        NAME,
        /** The caller's key. */
        KEY,
        /** Nobody named one, but a model is to be chosen. */
        DEFAULT,
        /** There is none. */
        NONE
    }
}
