package io.penstock.config;

/** A setting that cannot be used: its key, and a clause that says why. Stops the start. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String clause;

    SettingsException(String key, String clause) {
        super(key + " " + clause);
        this.key = key;
        this.clause = clause;
    }

    String key() {
        return key;
    }

    String clause() {
        return clause;
    }
}
