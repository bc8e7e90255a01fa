package io.penstock.provider;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a provider wants to be shown a key. */
public sealed interface Auth {

    /**
     * The headers that show this secret, by lower-case name. Empty where no fixed header can: a signature is made for
     * each request, and an account must first be given a token.
     */
    default Map<String, String> headers(String secret) {
        return switch (this) {
            case Bearer() -> Map.of("authorization", "Bearer " + secret);
            case Header(String name) -> Map.of(name, secret);
            case AwsSignature signature -> Map.of();
            case GoogleAccount account -> Map.of();
            case None() -> Map.of();
        };
    }

    /** {@code Authorization: Bearer}. */
    record Bearer() implements Auth {}

    /**
     * The key alone in a header of its own.
     *
     * @param name in lower case, e.g. {@code x-api-key}
     */
    record Header(String name) implements Auth {}

    /**
     * AWS Signature Version 4. The key's secret is the secret access key.
     *
     * @param region e.g. {@code eu-central-1}
     * @param service e.g. {@code bedrock}
     * @param sessionToken only with temporary credentials
     */
    record AwsSignature(
            String region,
            String service,
            String accessKeyId,
            @Nullable String sessionToken) implements Auth {
        @Override
        public String toString() {
            return "AwsSignature[" + region + ", " + service + "]";
        }
    }

    /**
     * A Google service account, which signs for OAuth access tokens. One is shown as {@link Bearer} and lives for an hour.
     * The key's secret is its id.
     */
    record GoogleAccount(ServiceAccount account) implements Auth {}

    /** Nothing is shown. */
    record None() implements Auth {}
}
