package io.penstock.dialect.messages;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Turn;
import io.penstock.dialect.Efforts;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much a call makes the model think, and how much room that takes.
 *
 * @param type {@code enabled}, {@code adaptive} or {@code disabled}; {@code null} where nothing is said
 * @param budgetTokens with {@code enabled}: at least 1024 and below {@code maxTokens}; else 0
 * @param effort {@code low} to {@code max}; {@code null} where nothing is said
 * @param display {@code summarized} or {@code omitted}; {@code null} where nothing is said
 * @param maxTokens thoughts included
 */
record Thought(
        @Nullable String type,
        int budgetTokens,
        @Nullable String effort,
        @Nullable String display,
        int maxTokens) {
    /** What is asked for where neither the caller nor the catalogue names a maximum. */
    static final int MAX_TOKENS = 8192;

    static final int BUDGET_MIN = 1024;

    static Thought of(ChatRequest request, Writing writing, ThinkingRules rules) {
        Integer asked = request.sampling().maxTokens();
        int known = writing.outputTokensMax() > 0 ? writing.outputTokensMax() : MAX_TOKENS;
        int maxTokens = asked == null ? known : asked;
        Reasoning reasoning = request.reasoning();
        if (reasoning == null || !(rules.manual() || rules.adaptive())) {
            return nothing(maxTokens);
        }
        if (Efforts.isNone(reasoning)) {
            return off(rules, maxTokens);
        }
        boolean byBudget = rules.manual() && reasoning.budgetTokens() != null && !reasoning.adaptive();
        return rules.adaptive() && !byBudget
                ? adaptive(reasoning, rules, maxTokens)
                : enabled(request, reasoning, maxTokens, writing.outputTokensMax());
    }

    private static Thought nothing(int maxTokens) {
        return new Thought(null, 0, null, null, maxTokens);
    }

    private static Thought off(ThinkingRules rules, int maxTokens) {
        boolean said = rules.thinksUnasked() && rules.canBeOff();
        String effort = rules.thinksUnasked() && !rules.canBeOff() ? "low" : null;
        return new Thought(said ? "disabled" : null, 0, effort, null, maxTokens);
    }

    private static Thought adaptive(Reasoning reasoning, ThinkingRules rules, int maxTokens) {
        return new Thought("adaptive", 0, effort(reasoning, rules), display(reasoning), maxTokens);
    }

    private static @Nullable String effort(Reasoning reasoning, ThinkingRules rules) {
        String effort = Efforts.of(reasoning);
        return switch (effort) {
            case null -> null;
            case "minimal" -> "low";
            case "xhigh" -> rules.xhigh() ? effort : "high";
            default -> effort;
        };
    }

    private static @Nullable String display(Reasoning reasoning) {
        Boolean summary = reasoning.summary();
        return summary == null ? null : summary ? "summarized" : "omitted";
    }

    /** Left out where a budget would make the API refuse the call: with a forced tool, a prefill, or lost thoughts. */
    private static Thought enabled(ChatRequest request, Reasoning reasoning, int maxTokens, int outputTokensMax) {
        int budget = Math.max(BUDGET_MIN, budget(reasoning));
        long room = maxTokens > budget ? maxTokens : (long) maxTokens + budget;
        int raised = (int) Math.min(room, outputTokensMax > 0 ? Math.max(outputTokensMax, maxTokens) : 1_000_000);
        int fitting = Math.min(budget, raised - 1);
        if (fitting < BUDGET_MIN || request.toolChoice().isForced() || !startsWithThoughts(request.turns())) {
            return nothing(maxTokens);
        }
        return new Thought("enabled", fitting, null, display(reasoning), raised);
    }

    private static int budget(Reasoning reasoning) {
        if (reasoning.budgetTokens() != null) {
            return reasoning.budgetTokens();
        }
        return Efforts.budgetTokens(reasoning.effort() == null ? "high" : reasoning.effort());
    }

    /** Whether what the assistant said since the user last spoke, if it said anything, begins with sealed thoughts. */
    private static boolean startsWithThoughts(List<Turn> turns) {
        boolean sealed = true;
        boolean begun = false;
        for (Turn turn : turns) {
            if (turn.role() == Role.USER) {
                sealed = true;
                begun = false;
            }
            if (turn.role() == Role.ASSISTANT && !begun) {
                begun = true;
                sealed = !turn.parts().isEmpty() && isSealed(turn.parts().getFirst());
            }
        }
        return sealed && (turns.isEmpty() || turns.getLast().role() != Role.ASSISTANT);
    }

    private static boolean isSealed(Part part) {
        return part instanceof Part.HiddenThinking hidden && BlockWriter.isOurs(hidden.signature())
                || part instanceof Part.Thinking thinking && BlockWriter.isOurs(thinking.signature());
    }

    /** Whether the API wants sampling left as it is. */
    boolean isOn() {
        return type != null && !type.equals("disabled");
    }

    /** Writes {@code thinking}; nothing where nothing is said. */
    void write(JsonWriter out) {
        if (type != null) {
            out.object("thinking").put("type", type);
            if (budgetTokens > 0) {
                out.put("budget_tokens", budgetTokens);
            }
            out.put("display", display).endObject();
        }
    }
}
