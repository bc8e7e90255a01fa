package io.penstock.routing;

/** What a rule tries next. What it names is fixed when rules are read; who serves it is seen in each catalog anew. */
public sealed interface Fallback {

    /** A model id, at every provider that offers it. */
    record Listed(String id) implements Fallback {}

    /** One provider's model, whether that provider lists it or not. */
    record At(String provider, String model) implements Fallback {}
}
