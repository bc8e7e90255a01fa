package io.penstock.routing;

import java.util.List;

/**
 * What is said of models, apart from who offers them.
 *
 * @param rule holds where no rule of the list matches
 * @param traits hold of a model as far as nothing is said of it
 * @param rules the first that matches a name holds
 * @param models what the operator says of some models
 * @param cards what the catalog knows of models; what the operator says goes before it
 */
public record RoutingPolicy(
        Rule rule, Traits traits, List<ModelRule> rules, List<ModelTraits> models, ModelCards cards) {
    public RoutingPolicy {
        rules = List.copyOf(rules);
        models = List.copyOf(models);
    }

    /** Of models of which no catalog knows anything. */
    public RoutingPolicy(Rule rule, Traits traits, List<ModelRule> rules, List<ModelTraits> models) {
        this(rule, traits, rules, models, ModelCards.NONE);
    }
}
