package io.penstock.routing;

import java.util.List;
import java.util.Set;

/**
 * What is said of models, apart from who offers them.
 *
 * @param rule holds where no rule of the list matches
 * @param traits hold of a model as far as nothing is said of it
 * @param rules the first that matches a name holds
 * @param models what the operator says of some models
 * @param cards what the catalog knows of models; what the operator says goes before it
 * @param withheld models that serve nobody, not even by name: {@code provider/id}
 */
public record RoutingPolicy(
        Rule rule,
        Traits traits,
        List<ModelRule> rules,
        List<ModelTraits> models,
        ModelCards cards,
        Set<String> withheld) {
    public RoutingPolicy {
        rules = List.copyOf(rules);
        models = List.copyOf(models);
        withheld = Set.copyOf(withheld);
    }

    /** Of which nothing is withheld. */
    public RoutingPolicy(Rule rule, Traits traits, List<ModelRule> rules, List<ModelTraits> models, ModelCards cards) {
        this(rule, traits, rules, models, cards, Set.of());
    }

    /** Of models of which no catalog knows anything. */
    public RoutingPolicy(Rule rule, Traits traits, List<ModelRule> rules, List<ModelTraits> models) {
        this(rule, traits, rules, models, ModelCards.NONE);
    }

    /** The same, but for what is withheld. */
    public RoutingPolicy withholding(Set<String> models) {
        return new RoutingPolicy(rule, traits, rules, this.models, cards, models);
    }

    /** The same, with more models that are known. */
    public RoutingPolicy knowing(ModelCards more) {
        return new RoutingPolicy(rule, traits, rules, models, cards.under(more), withheld);
    }

    /** Whether this model serves nobody: by its id, an alias, or its id with a date. */
    boolean withholds(String provider, String model) {
        if (withheld.isEmpty()) {
            return false;
        }
        ModelCard card = cards.at(provider, model);
        return withheld.contains(provider + '/' + (card == null ? model : card.id()));
    }
}
