package io.penstock.call;

/**
 * The one that would have cost most, among those that could have served a call.
 *
 * @param provider its provider's name
 * @param model the model as that provider spells it
 */
public record Dearest(String provider, String model) {}
