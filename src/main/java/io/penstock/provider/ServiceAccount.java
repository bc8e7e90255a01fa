package io.penstock.provider;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Google service account, as its key file says. Never printed: {@link #toString()} shows its name only.
 *
 * @param email its name, e.g. {@code gateway@project.iam.gserviceaccount.com}
 * @param keyId Google's id of the key; {@code null} where the file does not say
 * @param key RSA, at least 1,024 bits
 * @param tokenUri where it is given access tokens; {@code https}, or a port of this machine
 */
public record ServiceAccount(String email, @Nullable String keyId, PrivateKey key, String tokenUri) {
    private static final String KIND = "service_account";
    /** Where a file says nothing else. */
    private static final String TOKEN_URI = "https://oauth2.googleapis.com/token";

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int BITS_MIN = 1_024;

    /**
     * Reads a key file.
     *
     * @param json the file's text
     * @throws IllegalArgumentException with a clause that says what it lacks, and nothing of what it holds
     */
    public static ServiceAccount read(String json) {
        JsonObject file = object(json);
        String kind = text(file, "type");
        if (kind != null && !kind.equals(KIND)) {
            throw new IllegalArgumentException("is no key of a service account: its type is not " + KIND);
        }
        String email = text(file, "client_email");
        String pem = text(file, "private_key");
        if (email == null || pem == null) {
            throw new IllegalArgumentException(
                    "is no key of a service account: it lacks " + (email == null ? "client_email" : "private_key"));
        }
        String uri = text(file, "token_uri");
        return new ServiceAccount(
                email, text(file, "private_key_id"), key(pem), tokenUri(uri == null ? TOKEN_URI : uri));
    }

    private static JsonObject object(String json) {
        try {
            return new JsonObject(json);
        } catch (DecodeException e) {
            throw new IllegalArgumentException("is no JSON object");
        }
    }

    private static @Nullable String text(JsonObject file, String field) {
        return file.getValue(field) instanceof String text && !text.isBlank() ? text : null;
    }

    private static PrivateKey key(String pem) {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        try {
            PKCS8EncodedKeySpec encoded =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(encoded);
            if (key instanceof RSAPrivateKey rsa && rsa.getModulus().bitLength() >= BITS_MIN) {
                return key;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Said below: neither's own words may be shown, for they may hold a part of the key.
        }
        throw new IllegalArgumentException(
                "is no key of a service account: its private_key is no RSA key in PEM form (PKCS#8, not encrypted)");
    }

    private static String tokenUri(String text) {
        try {
            URI uri = URI.create(text);
            String host = uri.getHost();
            boolean tls = "https".equals(uri.getScheme());
            boolean here = "http".equals(uri.getScheme()) && host != null && THIS_MACHINE.contains(host);
            if (host != null && (tls || here)) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("holds a token_uri that is no https URL");
    }

    /** What tells its key from others: its id, or the account's name. No secret. */
    public String id() {
        return keyId == null ? email : keyId;
    }

    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
