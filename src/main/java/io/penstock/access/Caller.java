package io.penstock.access;

import java.util.UUID;

/**
 * One known holder of a key, as the data plane needs it.
 *
 * @param expiresAtMillis the first epoch millisecond at which the key no longer counts; {@link #NEVER} if it has no end
 */
public record Caller(UUID keyId, String name, Role role, long expiresAtMillis) {
    public static final long NEVER = Long.MAX_VALUE;

    boolean validAt(long nowEpochMillis) {
        return nowEpochMillis < expiresAtMillis;
    }
}
