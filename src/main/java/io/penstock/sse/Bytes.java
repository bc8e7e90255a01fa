package io.penstock.sse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Searches in byte arrays that look at eight bytes at a time. */
public final class Bytes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final int PAST_LINE_ENDS = '\r' + 1;

    private Bytes() {}

    /**
     * The index of the first {@code \n} or {@code \r} at or after {@code from}, or {@code -1}.
     *
     * <p>A word is searched for any byte below 0x0E (the borrow of the subtraction makes only bytes above the first hit
     * doubtful, and the lowest hit is the one taken); the few other control characters are stepped over.
     */
    public static int lineEnd(byte[] bytes, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long word = (long) LONGS.get(bytes, i);
            long hits = (word - ONES * PAST_LINE_ENDS) & ~word & HIGHS;
            if (hits == 0) {
                i += Long.BYTES;
                continue;
            }
            i += Long.numberOfTrailingZeros(hits) >>> 3;
            if (isLineEnd(bytes[i])) {
                return i;
            }
            i++;
        }
        while (i < to) {
            if (isLineEnd(bytes[i])) {
                return i;
            }
            i++;
        }
        return -1;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /** Whether {@code bytes} holds exactly {@code word} at {@code from}, before {@code to}. */
    public static boolean startsWith(byte[] bytes, int from, int to, byte[] word) {
        if (to - from < word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
