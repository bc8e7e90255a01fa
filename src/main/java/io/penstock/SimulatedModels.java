package io.penstock;

import io.penstock.provider.Provider;
import io.penstock.routing.Capability;
import io.penstock.routing.ModelCard;
import io.penstock.routing.ModelCards;
import io.penstock.routing.PriceTier;
import io.penstock.routing.ResponsesNeed;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.TokenClass;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the catalog knows of the simulator's models where no provider has a key: so that the choice of a model can be seen
 * on a machine that has nothing. Their prices are as if.
 */
final class SimulatedModels {
    private static final ModelCards CARDS = new ModelCards(
            List.of(card("sim-fast", 30, price("0.01", "0.04")), card("sim-slow", 60, price("0.30", "1.20"))),
            List.of());

    private SimulatedModels() {}

    /** The policy, with these models where none of those providers can be used. */
    static RoutingPolicy in(RoutingPolicy policy, List<Provider> others) {
        return others.stream().anyMatch(Provider::usable) ? policy : policy.knowing(CARDS);
    }

    private static ModelCard card(String id, int quality, PriceTier price) {
        return new ModelCard(
                Provider.SIMULATOR,
                id,
                List.of(),
                128_000,
                16_384,
                Set.of(Capability.TOOLS, Capability.VISION, Capability.JSON_SCHEMA),
                List.of(price),
                ResponsesNeed.NONE,
                true,
                null,
                null,
                "",
                null,
                quality);
    }

    /** As if: a hundredth of a cent for a long answer, so that there is something to choose by. */
    private static PriceTier price(String input, String output) {
        Map<TokenClass, BigDecimal> prices = new EnumMap<>(TokenClass.class);
        for (TokenClass kind : TokenClass.values()) {
            prices.put(kind, new BigDecimal(kind == TokenClass.OUTPUT ? output : input));
        }
        return new PriceTier(null, 0, prices);
    }
}
