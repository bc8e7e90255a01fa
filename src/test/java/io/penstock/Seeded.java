package io.penstock;

import java.util.Random;

/**
 * Tries a property on many random sources. The sources are the same in every run, unless {@code -Dpenstock.seed=...}
 * names another first one; a failure names the seed that repeats it.
 */
public final class Seeded {
    private static final long FIRST = Long.getLong("penstock.seed", 1);

    /** What must hold whatever the source brings. */
    public interface Property {
        void holds(Random random) throws Exception;
    }

    private Seeded() {}

    public static void check(int sources, Property property) {
        for (long seed = FIRST; seed < FIRST + sources; seed++) {
            try {
                property.holds(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("repeat it with -Dpenstock.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @SafeVarargs
    public static <T> T oneOf(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
