package io.penstock.config;

/** A setting that cannot be used: its key, and a clause that says why. Stops the start. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String clause;

    private final boolean located;

    /** For a key of the file, or a part of one: whoever catches it completes the path. */
    SettingsException(String key, String clause) {
        this(key, clause, false);
    }

    private SettingsException(String key, String clause, boolean located) {
        super(key + " " + clause);
        this.key = key;
        this.clause = clause;
        this.located = located;
    }

    /** For an environment variable, or a key with the whole path to it. */
    static SettingsException located(String where, String clause) {
        return new SettingsException(where, clause, true);
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
