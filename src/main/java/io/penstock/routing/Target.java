package io.penstock.routing;

/**
 * One provider and the model to ask of it.
 *
 * @param provider the provider's name in the catalog
 * @param model the model id as that provider spells it
 * @param label the model's name for meters: its catalog id, or {@code other} where the catalog does not list it, so
 *     that callers cannot grow the label set
 */
public record Target(String provider, String model, String label) {}
