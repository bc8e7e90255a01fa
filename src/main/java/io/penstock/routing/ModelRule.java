package io.penstock.routing;

import java.util.List;

/**
 * What holds for calls that ask for certain models.
 *
 * @param models the names; at least one
 * @param fallbacks what is tried after the model itself, in this order: the whole chain, with what the fallbacks' own
 *     rules add
 * @param rule how far a call goes
 */
public record ModelRule(List<NamePattern> models, List<Fallback> fallbacks, Rule rule) {
    public ModelRule {
        models = List.copyOf(models);
        fallbacks = List.copyOf(fallbacks);
    }
}
