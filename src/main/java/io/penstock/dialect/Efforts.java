package io.penstock.dialect;

import io.penstock.chat.Reasoning;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's words for how much a model thinks, and numbers of tokens. The figures are those by which gateways commonly
 * turn one into the other; no vendor has said any.
 */
public final class Efforts {
    /** Spoken of where nothing is to be thought. */
    public static final String NONE = "none";

    private static final int LOW_TOKENS = 1024;
    private static final int MEDIUM_TOKENS = 2048;
    private static final int HIGH_TOKENS = 4096;
    private static final int XHIGH_TOKENS = 8192;
    private static final int MAX_TOKENS = 16_384;

    private Efforts() {}

    /** Whether no thought is asked for. */
    public static boolean isNone(Reasoning reasoning) {
        String effort = reasoning.effort();
        Integer budget = reasoning.budgetTokens();
        return effort == null ? budget != null && budget == 0 : effort.equals(NONE);
    }

    /** The effort, or the one next to the budget; {@code null} where neither was said. */
    public static @Nullable String of(Reasoning reasoning) {
        Integer budget = reasoning.budgetTokens();
        if (reasoning.effort() != null || budget == null) {
            return reasoning.effort();
        }
        return budget == 0 ? NONE : budget <= LOW_TOKENS ? "low" : budget <= MEDIUM_TOKENS ? "medium" : "high";
    }

    /** At most so many tokens of thought; for the effort {@code none} too, which is the caller's to look at first. */
    public static int budgetTokens(String effort) {
        return switch (effort) {
            case NONE, "minimal", "low" -> LOW_TOKENS;
            case "medium" -> MEDIUM_TOKENS;
            case "xhigh" -> XHIGH_TOKENS;
            case "max" -> MAX_TOKENS;
            default -> HIGH_TOKENS;
        };
    }

    /** The nearest of {@code low}, {@code medium} and {@code high}, for models that know no others. */
    public static String inThreeSteps(String effort) {
        return switch (effort) {
            case NONE, "minimal", "low" -> "low";
            case "medium" -> "medium";
            default -> "high";
        };
    }
}
