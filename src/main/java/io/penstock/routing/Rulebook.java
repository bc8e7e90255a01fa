package io.penstock.routing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link RoutingPolicy} made ready for look-ups. Immutable; one serves all catalogs of a process. */
public final class Rulebook {
    static final int NO_RULE = -1;

    private final RoutingPolicy policy;
    private final Map<String, Integer> ruleByName = new LinkedHashMap<>();
    private final List<Beginning> ruleByBeginning = new ArrayList<>();
    private final Map<String, ModelTraits> traitsByName = new HashMap<>();
    /** The least particular first. */
    private final List<OpenTraits> traitsByBeginning;

    private record Beginning(String stem, int rule) {}

    private record OpenTraits(String stem, ModelTraits traits) {}

    /** The policy stays in force whatever providers list. */
    public Rulebook(RoutingPolicy policy) {
        this.policy = policy;
        for (int rule = 0; rule < policy.rules().size(); rule++) {
            for (NamePattern name : policy.rules().get(rule).models()) {
                if (name.open()) {
                    ruleByBeginning.add(new Beginning(name.stem(), rule));
                } else {
                    ruleByName.putIfAbsent(name.text(), rule);
                }
            }
        }
        for (ModelTraits traits : policy.models()) {
            if (!traits.models().open()) {
                traitsByName.putIfAbsent(traits.models().text(), traits);
            }
        }
        traitsByBeginning = policy.models().stream()
                .filter(traits -> traits.models().open())
                .map(traits -> new OpenTraits(traits.models().stem(), traits))
                .sorted(Comparator.comparingInt(open -> open.stem.length()))
                .toList();
    }

    /** The names that rules spell out. */
    Collection<String> names() {
        return Collections.unmodifiableSet(ruleByName.keySet());
    }

    /** Whether a rule spells this name out. */
    boolean names(String model) {
        return ruleByName.containsKey(model);
    }

    /**
     * The index of the first rule that matches the name as asked or the bare model id, or {@link #NO_RULE}.
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
        Integer spelled = ruleByName.get(name);
        for (Beginning beginning : ruleByBeginning) {
            if (spelled != null && beginning.rule >= spelled) {
                return spelled;
            }
            if (name.startsWith(beginning.stem)) {
                return beginning.rule;
            }
        }
        return spelled == null ? NO_RULE : spelled;
    }

    /** Whether this model serves nobody. */
    boolean withholds(String provider, String model) {
        return policy.withholds(provider, model);
    }

    Rule rule(int index) {
        return index == NO_RULE ? policy.rule() : policy.rules().get(index).rule();
    }

    List<ModelRule> rules() {
        return policy.rules();
    }

    /**
     * What is known of this model: the operator's entries over the catalog's card, the more particular entry over the less,
     * {@code provider/model} over the id.
     */
    Traits traitsOf(String provider, String model) {
        ModelCard card = policy.cards().like(provider, model);
        Traits traits = card == null ? policy.traits() : card.over(policy.traits(), provider);
        if (policy.models().isEmpty()) {
            return traits;
        }
        String full = provider + '/' + model;
        for (OpenTraits entry : traitsByBeginning) {
            if (full.startsWith(entry.stem) || model.startsWith(entry.stem)) {
                traits = entry.traits.over(traits);
            }
        }
        ModelTraits ofId = traitsByName.get(model);
        ModelTraits ofModel = traitsByName.get(full);
        traits = ofId == null ? traits : ofId.over(traits);
        return ofModel == null ? traits : ofModel.over(traits);
    }
}
