package io.penstock.routing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A {@link RoutingPolicy} made ready for look-ups. Immutable; one serves all catalogs of a process. */
public final class Rulebook {
    static final int NO_RULE = RuleIndex.NO_RULE;

    private final RoutingPolicy policy;
    /** Without a level first, then by level. */
    private final List<Chapter> chapters = new ArrayList<>();

    private final Map<String, ModelTraits> traitsByName = new HashMap<>();
    /** The least particular first. */
    private final List<OpenTraits> traitsByBeginning;

    private record OpenTraits(String stem, ModelTraits traits) {}

    /**
     * The rules that hold at one level, by what they speak of.
     *
     * @param reach how far a call goes
     * @param objectives what counts
     * @param choices who is chosen
     */
    record Chapter(RuleIndex reach, RuleIndex objectives, RuleIndex choices) {
        /** The names that rules spell out, which may be served though nobody offers them. */
        Set<String> names() {
            Set<String> names = new LinkedHashSet<>(reach.names());
            names.addAll(choices.names());
            return names;
        }

        /** Whether a rule spells this name out. */
        boolean names(String model) {
            return reach.names().contains(model) || choices.names().contains(model);
        }
    }

    /** The policy stays in force whatever providers list. */
    public Rulebook(RoutingPolicy policy) {
        this.policy = policy;
        chapters.add(chapter(rule -> rule.level() == null));
        for (PowerLevel level : PowerLevel.values()) {
            chapters.add(chapter(rule -> rule.level() == null || rule.level() == level));
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

    private Chapter chapter(Predicate<ModelRule> holds) {
        List<ModelRule> rules = policy.rules();
        return new Chapter(
                new RuleIndex(rules, holds.and(ModelRule::reaches)),
                new RuleIndex(rules, holds.and(rule -> rule.objective() != null)),
                new RuleIndex(rules, holds.and(rule -> rule.choice() != null)));
    }

    /** The rules for calls at this level; {@code null} is none. */
    Chapter at(@Nullable PowerLevel level) {
        return chapters.get(level == null ? 0 : level.place() + 1);
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

    ModelCards cards() {
        return policy.cards();
    }

    /**
     * What is known of this model: the operator's entries over the catalog's card, the more particular entry over the less,
     * {@code provider/model} over the id.
     */
    Traits traitsOf(String provider, String model) {
        return traitsOf(provider, model, policy.cards().at(provider, model));
    }

    /** The same, where the provider's own card is at hand. */
    Traits traitsOf(String provider, String model, @Nullable ModelCard own) {
        ModelCard card = own == null ? policy.cards().elsewhere(provider, model) : own;
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
