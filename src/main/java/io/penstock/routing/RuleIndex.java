package io.penstock.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the first of some rules that matches a name. Immutable. */
final class RuleIndex {
    static final int NO_RULE = -1;

    private final Map<String, Integer> byName = new LinkedHashMap<>();
    private final List<Beginning> byBeginning = new ArrayList<>();

    private record Beginning(String stem, int rule) {}

    /** @param counted which of the rules are looked at; the others keep their places */
    RuleIndex(List<ModelRule> rules, Predicate<ModelRule> counted) {
        for (int rule = 0; rule < rules.size(); rule++) {
            if (counted.test(rules.get(rule))) {
                add(rules.get(rule), rule);
            }
        }
    }

    private void add(ModelRule rule, int place) {
        for (NamePattern name : rule.models()) {
            if (name.open()) {
                byBeginning.add(new Beginning(name.stem(), place));
            } else {
                byName.putIfAbsent(name.text(), place);
            }
        }
    }

    /** The names that rules spell out. */
    Set<String> names() {
        return byName.keySet();
    }

    /**
     * The place of the first rule that matches the name as asked or the bare model id, or {@link #NO_RULE}.
     *
     * @param bare the same as {@code asked} where no provider was named
     */
    int ruleOf(String asked, String bare) {
        int first = ruleOf(asked);
        if (bare.length() == asked.length()) {
            return first;
        }
        int second = ruleOf(bare);
        return first == NO_RULE || second == NO_RULE ? Math.max(first, second) : Math.min(first, second);
    }

    private int ruleOf(String name) {
        Integer spelled = byName.get(name);
        for (Beginning beginning : byBeginning) {
            if (spelled != null && beginning.rule >= spelled) {
                return spelled;
            }
            if (name.startsWith(beginning.stem)) {
                return beginning.rule;
            }
        }
        return spelled == null ? NO_RULE : spelled;
    }
}
