package io.penstock.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for calls that ask for certain models. A call takes each of three matters from the first rule that matches and
 * speaks of it: how far it goes, what counts, who is chosen.
 *
 * @param name for people, unique among the rules
 * @param models the names; at least one
 * @param level it holds for calls at this level alone; {@code null}: at any, and at none
 * @param reaches whether it says how far a call goes; one that only says how to choose leaves that to the next rule
 * @param fallbacks what is tried after the model itself, in this order: the whole chain, with what the fallbacks' own
 *     rules add
 * @param rule how far a call goes
 * @param objective what counts; {@code null} leaves it to the next rule
 * @param choice who is chosen; {@code null} leaves it to the next rule
 */
public record ModelRule(
        String name,
        List<NamePattern> models,
        @Nullable PowerLevel level,
        boolean reaches,
        List<Fallback> fallbacks,
        Rule rule,
        @Nullable Objective objective,
        @Nullable Choice choice) {
    public ModelRule {
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
    }

    /** For calls at any level; it says nothing of how to choose. */
    public ModelRule(List<NamePattern> models, List<Fallback> fallbacks, Rule rule) {
        this("", models, null, true, fallbacks, rule, null, null);
    }
}
