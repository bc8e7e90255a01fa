package io.penstock.access;

import java.security.SecureRandom;
import java.util.Base64;

/** A key just made: its clear text, to be shown once and then forgotten, and the hash that stays. */
public record NewKey(String clear, KeyHash hash) {
    public static final String PREFIX = "pk-";

    private static final int RANDOM_BYTES = 32;

    /** Makes {@code pk-} and 256 random bits in base64url. */
    public static NewKey random(SecureRandom random) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        String clear = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return new NewKey(clear, KeyHash.of(clear));
    }

    /** Without the clear text, which belongs in no log. */
    @Override
    public String toString() {
        return "NewKey[" + hash + "]";
    }
}
