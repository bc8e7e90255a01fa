package io.penstock.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One fixed word to look for in many places. Eight places are looked at together: only where both the first and the last
 * byte fit, the rest is compared. Immutable, shared by all threads.
 */
public final class Needle {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private final byte[] word;
    private final long firsts;
    private final long lasts;

    private Needle(byte[] word) {
        this.word = word;
        firsts = word[0] * ONES;
        lasts = word[word.length - 1] * ONES;
    }

    /** @param word ASCII, not empty */
    public static Needle of(String word) {
        return new Needle(word.getBytes(StandardCharsets.US_ASCII));
    }

    public int length() {
        return word.length;
    }

    /** The index of the first occurrence in {@code [from, to)}, or {@code -1}. */
    public int in(byte[] bytes, int from, int to) {
        int behind = word.length - 1;
        int i = from;
        while (i + behind + Long.BYTES <= to) {
            long different = ((long) LONGS.get(bytes, i) ^ firsts) | ((long) LONGS.get(bytes, i + behind) ^ lasts);
            // The subtraction borrows from the bytes above a hit: those may be none, and are compared all the same.
            long hits = (different - ONES) & ~different & HIGHS;
            while (hits != 0) {
                int at = i + (Long.numberOfTrailingZeros(hits) >>> 3);
                if (matches(bytes, at)) {
                    return at;
                }
                hits &= hits - 1;
            }
            i += Long.BYTES;
        }
        while (i + behind < to) {
            if (matches(bytes, i)) {
                return i;
            }
            i++;
        }
        return -1;
    }

    /** The index of the last occurrence in {@code [from, to)}, or {@code -1}; quick where that stands near the end. */
    public int lastIn(byte[] bytes, int from, int to) {
        for (int i = to - word.length; i >= from; i--) {
            if (matches(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] bytes, int at) {
        for (int i = 0; i < word.length; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
