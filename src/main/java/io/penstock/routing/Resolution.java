package io.penstock.routing;

import java.util.List;
import java.util.Map;

/** What the catalog says to a model name. */
public sealed interface Resolution {

    /** Served: by the first candidate, and by the others where it fails. */
    record Served(Plan plan) implements Resolution {}

    /** Known, but its provider has no key, nor has any of its fallbacks. */
    record Keyless(String provider) implements Resolution {}

    /**
     * Not in the catalog.
     *
     * @param nearest up to three ids that look alike, best first
     */
    record Unknown(List<String> nearest) implements Resolution {}

    /**
     * Served by some, but none of them may be asked for this call.
     *
     * @param counts how many each reason took out, in the order of the reasons; a candidate counts for the first that it meets
     */
    record Excluded(Map<Exclusion, Integer> counts) implements Resolution {}
}
