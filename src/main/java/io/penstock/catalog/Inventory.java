package io.penstock.catalog;

import io.penstock.provider.Provider;
import io.penstock.routing.RoutingPolicy;
import java.util.List;

/**
 * What operators say is served.
 *
 * @param providers in order of preference; those that are switched off are not among them
 * @param policy rules, and what is known of models
 */
public record Inventory(List<Provider> providers, RoutingPolicy policy) {
    public Inventory {
        providers = List.copyOf(providers);
    }
}
