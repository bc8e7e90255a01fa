package io.penstock.json;

import io.penstock.chat.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names of members that were read before: dialects have few, and each would otherwise be a new string in every event. A
 * name takes the place of another whose hash is the same, so that strange names take no more room than known ones. Shared
 * by all threads without a lock: an entry never changes, and one that was lost is made again.
 */
final class Names {
    private static final int ENTRIES = 1024;
    private static final int LENGTH_MAX = 48;
    private static final @Nullable Known[] TABLE = new Known[ENTRIES];

    private Names() {}

    private record Known(Slice utf8, String name) {}

    /** The name whose UTF-8 stands in {@code [from, to)}, without escapes. */
    static String of(byte[] bytes, int from, int to) {
        if (to - from > LENGTH_MAX) {
            return decoded(bytes, from, to);
        }
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + bytes[at];
        }
        int place = (hash ^ hash >>> 10 ^ hash >>> 20) & ENTRIES - 1;
        Known known = TABLE[place];
        if (known != null && Arrays.equals(known.utf8.array(), 0, known.utf8.length(), bytes, from, to)) {
            return known.name;
        }
        String name = decoded(bytes, from, to);
        TABLE[place] = new Known(Slice.of(name), name);
        return name;
    }

    private static String decoded(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
