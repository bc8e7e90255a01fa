package io.penstock.dialect;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A hash of the beginning of a long conversation: equal for calls that a provider's prompt cache could serve together, in
 * every process. The rounds are those of XXH64, four words at a time; nothing is allocated.
 */
final class PrefixHash {
    /** About 1,000 tokens of text: less than that no provider keeps. */
    static final int AFFINITY_PREFIX_BYTES = 4 << 10;

    /** Of a conversation that is shorter. */
    static final long NONE = 0;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORD_BYTES = Long.BYTES;
    private static final long SPREAD = 0xC2B2AE3D27D4EB4FL;
    private static final long MIX = 0x9E3779B185EBCA87L;
    private static final long LAST = 0x165667B19E3779F9L;

    private PrefixHash() {}

    /**
     * Of a conversation that stands in {@code [from, to)} of a body.
     *
     * @param from {@code -1} where there is none
     */
    static long of(Buffer body, int from, int to) {
        if (from < 0 || to - from < AFFINITY_PREFIX_BYTES) {
            return NONE;
        }
        ByteBuf bytes = ((BufferInternal) body).getByteBuf();
        return bytes.hasArray()
                ? of(bytes.array(), bytes.arrayOffset() + bytes.readerIndex() + from)
                : of(body.getBytes(from, from + AFFINITY_PREFIX_BYTES), 0);
    }

    private static long of(byte[] bytes, int from) {
        long one = MIX;
        long two = SPREAD;
        long three = 0;
        long four = -MIX;
        for (int at = from; at < from + AFFINITY_PREFIX_BYTES; at += 4 * WORD_BYTES) {
            one = round(one, (long) WORD.get(bytes, at));
            two = round(two, (long) WORD.get(bytes, at + WORD_BYTES));
            three = round(three, (long) WORD.get(bytes, at + 2 * WORD_BYTES));
            four = round(four, (long) WORD.get(bytes, at + 3 * WORD_BYTES));
        }
        long all = Long.rotateLeft(one, 1)
                + Long.rotateLeft(two, 7)
                + Long.rotateLeft(three, 12)
                + Long.rotateLeft(four, 18);
        all = (all ^ all >>> 33) * SPREAD;
        all = (all ^ all >>> 29) * LAST;
        all ^= all >>> 32;
        return all == NONE ? 1 : all;
    }

    private static long round(long sum, long word) {
        return Long.rotateLeft(sum + word * SPREAD, 31) * MIX;
    }
}
