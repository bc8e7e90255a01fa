package io.penstock.provider;

/**
 * A provider's API key. Never printed: {@link #toString()} shows its last four characters at most.
 *
 * @param variable the environment variable it came from, or {@code configuration}
 * @param secret the key itself
 */
public record ProviderKey(String variable, String secret) {
    private static final int SHOWN_CHARS = 4;
    private static final int SHOWN_FROM_CHARS = 12;

    /** The value of an {@code Authorization} header. */
    public String bearer() {
        return "Bearer " + secret;
    }

    /** The key with all but its last four characters hidden; all of it hidden where it is short. */
    public String masked() {
        return secret.length() < SHOWN_FROM_CHARS ? "..." : "..." + secret.substring(secret.length() - SHOWN_CHARS);
    }

    @Override
    public String toString() {
        return variable + "=" + masked();
    }
}
