package io.penstock.resilience;

import org.jspecify.annotations.Nullable;

/**
 * What a bench belongs to.
 *
 * @param provider the provider's name
 * @param key the key's index, from 0; {@link #ALL_KEYS}: the model whatever the key
 * @param model the model; null: the key whatever the model
 */
record Cell(String provider, int key, @Nullable String model) {
    static final int ALL_KEYS = -1;

    /** The same number on every machine and run, unlike a record's own hash code, which nobody promises. */
    long seed() {
        int named = provider.hashCode() * 31 + (model == null ? 0 : model.hashCode());
        return ((long) named << 32) ^ key;
    }
}
