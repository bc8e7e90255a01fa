package io.penstock.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a caller wants of the choice of a model: the header {@code X-Power-Level}, or a name's ending such as {@code :eco}. */
public enum PowerLevel {
    /** As cheap as can be. */
    ECO,
    /** Price, speed and quality together. */
    BALANCED,
    /** As good as can be. */
    PRECISION;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** Its place among all, from 0; a name within this process only. */
    @SuppressWarnings("EnumOrdinal")
    int place() {
        return ordinal();
    }

    /** As callers write it. */
    public String label() {
        return label;
    }

    /** {@code null} where the word is none of the three; case does not matter. */
    public static @Nullable PowerLevel of(String word) {
        for (PowerLevel level : values()) {
            if (level.label.equalsIgnoreCase(word)) {
                return level;
            }
        }
        return null;
    }
}
