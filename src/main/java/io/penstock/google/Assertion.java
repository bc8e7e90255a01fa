package io.penstock.google;

import io.penstock.provider.ServiceAccount;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * What a service account signs to be given a token: a JWT (RFC 7523), signed by RSA with SHA-256. Good for one hour, the
 * longest that Google takes.
 */
final class Assertion {
    static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

    private static final Duration LIFE = Duration.ofHours(1);
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Assertion() {}

    /** Takes about a millisecond of arithmetic: not for an event loop. */
    static String of(ServiceAccount account, Instant now) throws GeneralSecurityException {
        JsonObject header = new JsonObject().put("alg", "RS256").put("typ", "JWT");
        if (account.keyId() != null) {
            header.put("kid", account.keyId());
        }
        JsonObject claims = new JsonObject()
                .put("iss", account.email())
                .put("scope", SCOPE)
                .put("aud", account.tokenUri())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond());
        String signed = encoded(header) + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(account.key());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    private static String encoded(JsonObject part) {
        return BASE64.encodeToString(part.encode().getBytes(StandardCharsets.UTF_8));
    }
}
