package io.penstock.config;

import io.penstock.config.FallbackNames.Named;
import io.penstock.routing.Fallback;
import io.penstock.routing.PowerLevel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where fallbacks lead: behind each stand the fallbacks of the rule it has itself, and so on. A chain that comes back to
 * where it was is refused. It is not, where a rule's {@code *}, or the bare id of another provider's model, covers one of
 * the rule's own fallbacks: that one is the end of its chain.
 */
final class FallbackChains {
    /** Models that one rule may lead to. */
    static final int MODELS_MAX = 32;

    private static final int NO_RULE = -1;

    private final List<RuleEntry> rules;
    /** Of the rule that is followed. */
    private @Nullable PowerLevel level;

    /** One rule on the way, and the fallback of it that leads on. */
    private record Step(int rule, Named fallback) {}

    FallbackChains(List<RuleEntry> rules) {
        this.rules = rules;
    }

    /**
     * All that this rule leads to, in the order in which it is tried.
     *
     * @throws SettingsException if it leads back to itself, or too far
     */
    List<Fallback> from(int rule) {
        Set<Fallback> chain = new LinkedHashSet<>();
        Set<Integer> passed = new HashSet<>(List.of(rule));
        level = rules.get(rule).level();
        follow(rule, new ArrayList<>(), passed, chain);
        if (chain.size() > MODELS_MAX) {
            throw refusal(
                    rule, "lead to " + chain.size() + " models, but may lead to " + MODELS_MAX + ": take some out");
        }
        return List.copyOf(chain);
    }

    private void follow(int rule, List<Step> way, Set<Integer> passed, Set<Fallback> chain) {
        for (Named fallback : rules.get(rule).fallbacks()) {
            chain.add(fallback.meaning());
            int next = ruleOf(fallback, level);
            if (next == NO_RULE || next == rule && !rules.get(rule).spells(fallback)) {
                continue;
            }
            way.add(new Step(rule, fallback));
            refuseCircle(next, way);
            if (passed.add(next)) {
                follow(next, way, passed, chain);
            }
            way.removeLast();
        }
    }

    private void refuseCircle(int next, List<Step> way) {
        for (int i = 0; i < way.size(); i++) {
            if (way.get(i).rule == next) {
                List<Step> circle = way.subList(i, way.size());
                String last = circle.getLast().fallback.text();
                List<String> names =
                        circle.stream().map(step -> step.fallback.text()).toList();
                throw refusal(
                        next,
                        "lead in a circle, " + last + " -> " + String.join(" -> ", names) + ": take one of them out");
            }
        }
    }

    private SettingsException refusal(int rule, String clause) {
        return new SettingsException(rules.get(rule).path() + ".fallbacks", clause);
    }

    /** As for a caller at this level: the first that matches. */
    private int ruleOf(Named model, @Nullable PowerLevel level) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).continues(level) && rules.get(i).matches(model)) {
                return i;
            }
        }
        return NO_RULE;
    }
}
