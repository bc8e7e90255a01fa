package io.penstock.access;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of every key that counts: revoked keys are left out by whoever takes the snapshot, expired ones
 * are no longer found. Read by all event loops at once; bounded by the rows it was taken from.
 */
public final class KeyRing {
    /** Longer than any key; what exceeds it is not even hashed. */
    public static final int KEY_CHARS_MAX = 512;

    public static final KeyRing EMPTY = new KeyRing(Map.of());

    private final Map<KeyHash, Caller> callers;

    public KeyRing(Map<KeyHash, Caller> callers) {
        this.callers = Map.copyOf(callers);
    }

    /** Whose key this is, or null if it is nobody's at that time. */
    public @Nullable Caller find(String presented, long nowEpochMillis) {
        if (presented.isEmpty() || presented.length() > KEY_CHARS_MAX) {
            return null;
        }
        Caller caller = callers.get(KeyHash.of(presented));
        return caller != null && caller.validAt(nowEpochMillis) ? caller : null;
    }

    /** Everybody who has a key of that name, or of that id, at that time. */
    public List<Caller> named(String nameOrId, long nowEpochMillis) {
        return callers.values().stream()
                .filter(caller -> caller.validAt(nowEpochMillis))
                .filter(caller -> caller.name().equals(nameOrId)
                        || caller.keyId().toString().equals(nameOrId))
                .toList();
    }

    /** Everyone in it, by the hash of the key. */
    public Map<KeyHash, Caller> callers() {
        return callers;
    }

    public int size() {
        return callers.size();
    }
}
