package io.penstock.catalog;

import io.penstock.config.CatalogDocument;
import io.penstock.config.RefusedRow;
import io.penstock.provider.Provider;
import io.penstock.routing.RoutingPolicy;
import java.util.List;

/**
 * What operators say is served.
 *
 * @param providers in order of preference; those that are switched off are not among them
 * @param policy rules, and what is known of models
 * @param document the rows that it was read from; a refused one with its last good spec
 * @param refused rows that cannot be read as they are
 */
public record Inventory(
        List<Provider> providers, RoutingPolicy policy, CatalogDocument document, List<Refusal> refused) {
    /**
     * A row that was refused.
     *
     * @param row which, and why
     * @param version of the row at that time
     */
    public record Refusal(RefusedRow row, long version) {}

    public Inventory {
        providers = List.copyOf(providers);
        refused = List.copyOf(refused);
    }

    /** One that comes of no rows. */
    public Inventory(List<Provider> providers, RoutingPolicy policy) {
        this(providers, policy, CatalogDocument.EMPTY, List.of());
    }
}
