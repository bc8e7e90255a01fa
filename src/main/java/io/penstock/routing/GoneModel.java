package io.penstock.routing;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A model that its provider serves no more.
 *
 * @param provider the provider's name
 * @param id its id, or the beginning of ids with a {@code *} behind it
 * @param shutdown the day on which it ended, where it is known
 * @param successor what to use in its place, an id of the same provider, where one is named
 */
public record GoneModel(
        String provider,
        NamePattern id,
        @Nullable LocalDate shutdown,
        @Nullable String successor) {}
