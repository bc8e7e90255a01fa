package io.penstock.dialect.converse;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Turn;
import io.penstock.dialect.Efforts;
import org.jspecify.annotations.Nullable;

/**
 * What a call's reasoning comes to with one family of models.
 *
 * @param kind how it is said
 * @param effort in the model's own words; {@code null} where none is said
 * @param budgetTokens with {@link Kind#BUDGET} only, else 0
 */
record Thinking(Kind kind, @Nullable String effort, int budgetTokens) {
    /** Anthropic's least. */
    private static final int BUDGET_MIN = 1024;

    private static final Thinking UNSAID = new Thinking(Kind.UNSAID, null, 0);

    /** How it is said. */
    enum Kind {
        /** Not at all. */
        UNSAID,
        /** Claude's {@code thinking} with {@code disabled}. */
        CLAUDE_OFF,
        /** Claude's {@code adaptive}. */
        ADAPTIVE,
        /** Claude's {@code enabled}. */
        BUDGET,
        /** Only Claude's effort, for models that always think. */
        EFFORT,
        /** Nova's {@code reasoningConfig}. */
        NOVA,
        /** {@code reasoning_effort}. */
        GPT_OSS
    }

    static Thinking of(ChatRequest request, Family family) {
        Reasoning asked = request.reasoning();
        if (asked == null) {
            return UNSAID;
        }
        boolean silent = Efforts.isNone(asked);
        return switch (family.maker()) {
            case CLAUDE -> silent ? claudeSilent(family) : claude(request, asked, family);
            case NOVA -> nova(asked, family, silent);
            case GPT_OSS -> new Thinking(Kind.GPT_OSS, Efforts.inThreeSteps(effort(asked)), 0);
            case OTHER -> UNSAID;
        };
    }

    private static Thinking claudeSilent(Family family) {
        boolean off = family.thinksUnasked() && family.canBeSilent();
        return off ? new Thinking(Kind.CLAUDE_OFF, null, 0) : UNSAID;
    }

    private static Thinking claude(ChatRequest request, Reasoning asked, Family family) {
        if (!family.claudeThinks()) {
            return UNSAID;
        }
        Integer budget = asked.budgetTokens();
        boolean counted = budget != null && asked.effort() == null && !asked.adaptive();
        if (!family.isAdaptive() || (counted && family.takesBudget())) {
            int tokens = budget == null ? Efforts.budgetTokens(effort(asked)) : budget;
            return lacksThoughts(request) ? UNSAID : new Thinking(Kind.BUDGET, null, Math.max(BUDGET_MIN, tokens));
        }
        String effort = asked.effort() == null && budget == null ? null : effort(asked);
        return new Thinking(family.canBeSilent() ? Kind.ADAPTIVE : Kind.EFFORT, effort, 0);
    }

    private static Thinking nova(Reasoning asked, Family family, boolean silent) {
        if (family.version() < 20) {
            return UNSAID;
        }
        return new Thinking(Kind.NOVA, silent ? null : Efforts.inThreeSteps(effort(asked)), 0);
    }

    /** Whether a loop of tools goes on whose assistant's turn came back without its thoughts, which Claude then refuses. */
    private static boolean lacksThoughts(ChatRequest request) {
        for (Turn turn : request.turns().reversed()) {
            if (turn.role() == Role.USER) {
                return false;
            }
            if (turn.role() == Role.ASSISTANT) {
                boolean calls = turn.parts().stream().anyMatch(part -> part instanceof Part.ToolUse);
                return calls && turn.parts().stream().noneMatch(Thinking::isSealed);
            }
        }
        return false;
    }

    private static boolean isSealed(Part part) {
        Signature seal = switch (part) {
            case Part.Thinking thinking -> thinking.signature();
            case Part.HiddenThinking hidden -> hidden.signature();
            default -> null;
        };
        return seal != null && seal.isOf(Signature.ANTHROPIC);
    }

    /** Claude's words. */
    private static String effort(Reasoning asked) {
        String effort = Efforts.of(asked);
        return effort == null ? "medium" : effort.equals("minimal") ? "low" : effort;
    }

    /** Whether the model thinks because of this, so that Claude takes neither temperature nor a forced tool. */
    boolean isOn() {
        return kind == Kind.ADAPTIVE || kind == Kind.BUDGET || kind == Kind.EFFORT;
    }
}
