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
        return live(offers, policy, new Endpoint(false, "127.0.0.1", 9, ""));
    }

    /** The same, of providers that all stand at that address. */
    public static LiveCatalog live(List<Offer> offers, RoutingPolicy policy, Endpoint endpoint) {
        return new LiveCatalog(new Inventory(
                offers.stream().map(offer -> provider(offer, endpoint)).toList(), policy));
    }

    private static Provider provider(Offer offer, Endpoint endpoint) {
        return new Provider(
                offer.provider(),
                endpoint,
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
