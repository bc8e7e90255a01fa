package io.penstock.imports;

import java.util.Locale;

/**
 * Something an operator should know of an import.
 *
 * @param path where it stands in the file, e.g. {@code model_list[3].litellm_params.rpm}
 * @param kind what it means
 * @param clause what follows the path in a sentence; holds no value of the file that could be a secret
 */
public record Finding(String path, Kind kind, String clause) {
    /** What became of it. */
    public enum Kind {
        /** Nothing. */
        LOST("Not carried over"),
        /** Something that is not quite the same. */
        CHANGED("Carried over otherwise"),
        /** A variable of the gateway's environment that must be set. */
        SET("To be set in the gateway's environment");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }

        /** For machines, e.g. {@code lost}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
