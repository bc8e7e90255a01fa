package io.penstock.routing;

/** The kinds of tokens that have prices of their own. */
public enum TokenClass {
    /** Read by the model for the first time. */
    INPUT,
    /** Read from the provider's cache. */
    CACHED_INPUT,
    /** Written to the cache for five minutes, or for as long as a provider with one kind of cache keeps it. */
    CACHE_WRITE_5M,
    /** Written to the cache for an hour. */
    CACHE_WRITE_1H,
    /** Generated, those of reasoning included. */
    OUTPUT
}
