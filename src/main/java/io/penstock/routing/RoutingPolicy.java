package io.penstock.routing;

import java.util.List;

/**
 * What the operator says of models, apart from who offers them.
 *
 * @param rule holds where no rule of the list matches
 * @param traits hold of a model as far as nothing is said of it
 * @param rules the first that matches a name holds
 * @param models what is known of some models
 */
public record RoutingPolicy(Rule rule, Traits traits, List<ModelRule> rules, List<ModelTraits> models) {
    public RoutingPolicy {
        rules = List.copyOf(rules);
        models = List.copyOf(models);
    }
}
