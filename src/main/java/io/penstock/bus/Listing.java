package io.penstock.bus;

import java.util.List;

/**
 * What a provider's own model list said.
 *
 * @param provider its name
 * @param models its ids, in its order
 */
public record Listing(String provider, List<String> models) {}
