package io.penstock.config;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used: its key, and a clause that says why. Stops the start. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String clause;

    private final boolean located;
    private final transient @Nullable RefusedRow row;

    /** For a key of the file, or a part of one: whoever catches it completes the path. */
    SettingsException(String key, String clause) {
        this(key, clause, false, null);
    }

    private SettingsException(String key, String clause, boolean located, @Nullable RefusedRow row) {
        super(key + " " + clause);
        this.key = key;
        this.clause = clause;
        this.located = located;
        this.row = row;
    }

    /** For an environment variable, or a key with the whole path to it. */
    static SettingsException located(String where, String clause) {
        return new SettingsException(where, clause, true, null);
    }

    /** The same, with the row of the catalog that it is about. */
    SettingsException about(RefusedRow about) {
        return new SettingsException(key, clause, located, about);
    }

    /** The row of the catalog that it is about; {@code null} where it is about none. */
    public @Nullable RefusedRow row() {
        return row;
    }

    /** Whether the key says all of where it stands. */
    boolean located() {
        return located;
    }

    String key() {
        return key;
    }

    String clause() {
        return clause;
    }
}
