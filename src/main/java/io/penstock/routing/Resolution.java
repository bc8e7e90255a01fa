package io.penstock.routing;

import java.util.List;

/** What the catalog says to a model name. */
public sealed interface Resolution {

    /** Served by this target. */
    record Served(Target target) implements Resolution {}

    /** Known, but its provider has no key. */
    record Keyless(String provider) implements Resolution {}

    /**
     * Not in the catalog.
     *
     * @param nearest up to three ids that look alike, best first
     */
    record Unknown(List<String> nearest) implements Resolution {}
}
