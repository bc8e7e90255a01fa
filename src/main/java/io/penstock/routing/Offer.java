package io.penstock.routing;

import java.util.List;

/**
 * What one provider offers.
 *
 * @param provider lower-case name
 * @param usable whether it has a key or needs none
 * @param models model ids; one that ends in {@code *} stands for every id with that beginning
 * @param region where it keeps data, as the operator calls it; empty where nobody says
 */
public record Offer(String provider, boolean usable, List<String> models, String region) {
    public Offer {
        models = List.copyOf(models);
    }

    /** Of a provider of which nobody says where it keeps data. */
    public Offer(String provider, boolean usable, List<String> models) {
        this(provider, usable, models, "");
    }

    /** The same with other models. */
    public Offer with(List<String> others) {
        return new Offer(provider, usable, others, region);
    }
}
