package io.penstock.access;

import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One known holder of a key, as the data plane needs it.
 *
 * @param expiresAtMillis the first epoch millisecond at which the key no longer counts; {@link #NEVER} if it has no end
 * @param level of calls that name none; {@code null} is none
 * @param scope what it may use
 */
public record Caller(
        UUID keyId,
        String name,
        Role role,
        long expiresAtMillis,
        @Nullable PowerLevel level,
        Scope scope) {
    public static final long NEVER = Long.MAX_VALUE;

    /** One that may use everything. */
    public Caller(UUID keyId, String name, Role role, long expiresAtMillis) {
        this(keyId, name, role, expiresAtMillis, null, Scope.ALL);
    }

    boolean validAt(long nowEpochMillis) {
        return nowEpochMillis < expiresAtMillis;
    }
}
