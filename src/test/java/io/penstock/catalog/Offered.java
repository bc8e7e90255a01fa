package io.penstock.catalog;

import io.penstock.dialect.Wire;
import io.penstock.provider.Auth;
import io.penstock.provider.Endpoint;
import io.penstock.provider.Paths;
import io.penstock.provider.Provider;
import io.penstock.routing.Offer;
import io.penstock.routing.RoutingPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Catalogs of providers of which no more is said than what they offer. */
public final class Offered {
    private Offered() {}

    /** A live catalog of such providers. */
    public static LiveCatalog live(List<Offer> offers, RoutingPolicy policy) {
        return new LiveCatalog(
                new Inventory(offers.stream().map(Offered::provider).toList(), policy));
    }

    private static Provider provider(Offer offer) {
        return new Provider(
                offer.provider(),
                new Endpoint(false, "127.0.0.1", 9, ""),
                null,
                new Paths(Map.of(Wire.CHAT, "/chat/completions"), null),
                new Auth.None(),
                List.of(),
                offer.usable(),
                offer.models(),
                Set.of(),
                Map.of(),
                Map.of(),
                null,
                null,
                0,
                0);
    }
}
