package io.penstock.routing;

import java.util.List;

/**
 * What one provider offers.
 *
 * @param provider lower-case name
 * @param usable whether it has a key or needs none
 * @param models model ids; one that ends in {@code *} stands for every id with that beginning
 */
public record Offer(String provider, boolean usable, List<String> models) {
    public Offer {
        models = List.copyOf(models);
    }
}
