package io.penstock.proxy;

import org.jspecify.annotations.Nullable;

/**
 * What a request's path says.
 *
 * @param route where it leads
 * @param model the model's name, decoded, where it stands in the path: it goes before the body's
 * @param action what to do with it, e.g. {@code generateContent}, where that stands in the path
 */
record Matched(
        Route route, @Nullable String model, @Nullable String action) {}
