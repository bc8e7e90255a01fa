package io.penstock.routing;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the catalog says to a model name. */
public sealed interface Resolution {

    /** Served: by the first candidate, and by the others where it fails. */
    record Served(Plan plan) implements Resolution {}

    /** Nobody is asked. */
    sealed interface Nobody extends Resolution {}

    /** Known, but its provider has no key, nor has any of its fallbacks. */
    record Keyless(String provider) implements Nobody {}

    /**
     * Not in the catalog.
     *
     * @param nearest up to three ids that look alike, best first
     */
    record Unknown(List<String> nearest) implements Nobody {}

    /**
     * Served by some, but none of them may be asked for this call.
     *
     * @param level the power level that decided; {@code null} where none did
     * @param rule the name of the rule that says who is chosen; empty: none does
     * @param groups whom each reason took out, in the order of the reasons; a candidate counts for the first that it meets
     */
    record Excluded(@Nullable PowerLevel level, String rule, Map<Exclusion, Group> groups) implements Nobody {
        public Excluded {
            groups = Collections.unmodifiableMap(
                    groups.isEmpty() ? new EnumMap<>(Exclusion.class) : new EnumMap<>(groups));
        }

        /** How many each reason took out. */
        public Map<Exclusion, Integer> counts() {
            Map<Exclusion, Integer> counts = new EnumMap<>(Exclusion.class);
            groups.forEach((exclusion, group) -> counts.put(exclusion, group.count()));
            return counts;
        }
    }

    /**
     * Candidates that one reason took out.
     *
     * @param count how many
     * @param shown some of those whom the caller may know, at most {@link #SHOWN_MAX}
     */
    record Group(int count, List<Target> shown) {
        /** Names in one sentence. */
        public static final int SHOWN_MAX = 5;

        public Group {
            shown = List.copyOf(shown);
        }

        Group with(@Nullable Target another) {
            boolean full = another == null || shown.size() >= SHOWN_MAX;
            return new Group(
                    count + 1,
                    full
                            ? shown
                            : Stream.concat(shown.stream(), Stream.of(another)).toList());
        }
    }
}
