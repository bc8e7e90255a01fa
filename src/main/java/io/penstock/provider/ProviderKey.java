package io.penstock.provider;

import java.util.Map;

/**
 * A provider's API key. Never printed: {@link #toString()} shows its last four characters at most.
 *
 * @param variable the environment variable it came from, or {@code configuration}
 * @param secret the key itself
 * @param auth how it is shown to the provider; one provider may take keys of several kinds
 */
public record ProviderKey(String variable, String secret, Auth auth) {
    private static final int SHOWN_CHARS = 4;
    private static final int SHOWN_FROM_CHARS = 12;

    /** The value of an {@code Authorization} header. */
    public String bearer() {
        return "Bearer " + secret;
    }

    /** The headers that show it, by lower-case name; empty where each request is signed. */
    public Map<String, String> headers() {
        return auth.headers(secret);
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
