package io.penstock.dialect;

import static io.penstock.dialect.TokenWeights.KINDS;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Guesses a request's input tokens from its bytes as they came, without reading its JSON and without allocating: each byte is
 * so much of a token, by what it is and what stands before it (docs/tokens.md). Long runs of base64 are pictures, sounds and
 * documents, and count as a fixed number of tokens each; what a link leads to is not seen. Of a long body the beginning is read
 * whole, and an eighth of the rest.
 */
public final class TokenEstimate {
    /** What a picture, a sound or a document within the body counts as, whatever its size. */
    public static final int MEDIA_TOKENS = 1_000;

    /** What is around a conversation and its first message: the names of fields, which no model reads. */
    private static final int ENVELOPE_TOKENS = 10;

    /** So much of a body is read whole. */
    static final int WHOLE_BYTES_MAX = 16 << 10;

    private static final int STRIDE_BYTES = 64;
    /** Of what follows, a window is read, and the gap behind it is taken to be like it. */
    private static final int WINDOW_BYTES = 512;

    private static final int GAP_BYTES = 7 * WINDOW_BYTES;
    /** So many strides of nothing but base64's characters are base64: no word is as long. */
    private static final int MEDIA_STRIDES = 4;

    private static final byte[] KIND = TokenWeights.kindOfByte();
    /** By pair of kinds: its weight; from bit 32 a count of bytes that base64 does not have; from bit 48 one of escapes. */
    private static final long[] PAIR = pairs();

    private static final int BREAK_SHIFT = 32;
    private static final int ESCAPE_SHIFT = 48;

    /** Of what {@link #span} gives: text in units, then media, then where it ended. */
    private static final int TEXT_BITS = 25;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long QUOTES = 0x2222222222222222L;
    private static final long LOWS = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private TokenEstimate() {}

    /**
     * About as many tokens as OpenAI's o200k_base makes of what the body asks a model to read; 0 for an empty body.
     *
     * @param body JSON in UTF-8; what is none is counted all the same
     */
    public static int inputTokens(Buffer body) {
        ByteBuf buffer = ((BufferInternal) body).getByteBuf();
        if (!buffer.hasArray()) {
            byte[] copy = body.getBytes();
            return inputTokens(copy, 0, copy.length);
        }
        int from = buffer.arrayOffset() + buffer.readerIndex();
        return inputTokens(buffer.array(), from, from + buffer.readableBytes());
    }

    /** The same of the bytes in {@code [from, to)}. */
    public static int inputTokens(byte[] bytes, int from, int to) {
        long read = span(bytes, from, from, Math.min(to, from + WHOLE_BYTES_MAX), to);
        long units = text(read);
        long media = media(read);
        int at = end(read);
        while (at < to) {
            int windowEnd = Math.min(to, at + WINDOW_BYTES);
            read = span(bytes, from, at, windowEnd, to);
            units += text(read);
            media += media(read);
            at = end(read);
            if (at < windowEnd + STRIDE_BYTES) {
                // Behind a picture it ends elsewhere, and another window begins at once.
                int gap = Math.min(to - at, GAP_BYTES);
                units += text(read) * gap / WINDOW_BYTES;
                at += gap;
            }
        }
        long tokens = units / TokenWeights.UNIT;
        long asked = Math.max(tokens - ENVELOPE_TOKENS, tokens / 2) + media * MEDIA_TOKENS;
        return (int) Math.min(Integer.MAX_VALUE, asked);
    }

    private static long text(long read) {
        return read & (1L << TEXT_BITS) - 1;
    }

    private static long media(long read) {
        return read >>> TEXT_BITS & (1L << 32 - TEXT_BITS) - 1;
    }

    private static int end(long read) {
        return (int) (read >>> 32);
    }

    /**
     * Reads from {@code at} to {@code end}; a picture that begins before it is passed whole.
     *
     * @param from the body's first byte, {@code to} the one behind its last
     */
    private static long span(byte[] bytes, int from, int at, int end, int to) {
        long units = 0;
        long solid = 0;
        int media = 0;
        int strides = 0;
        int i = at;
        while (i < end) {
            int next = Math.min(end, i + STRIDE_BYTES);
            byte before = i == from ? TokenWeights.BLANK : KIND[bytes[i - 1] & 0xFF];
            long sum = stride(bytes, i, next, before);
            int weight = (int) sum;
            if (sum >>> ESCAPE_SHIFT != 0) {
                long read = EscapedText.stride(bytes, i, next, to, before);
                weight = (int) read;
                next = (int) (read >>> 32);
            }
            boolean base64 = (sum >>> BREAK_SHIFT & 0xFFFF) == 0 && next - i == STRIDE_BYTES;
            solid += weight;
            strides = base64 ? strides + 1 : 0;
            if (strides == MEDIA_STRIDES) {
                media++;
                next = quote(bytes, next, to);
                strides = 0;
                solid = 0;
            } else if (!base64) {
                units += Math.max(0, solid);
                solid = 0;
            }
            i = next;
        }
        return (long) i << 32 | (long) media << TEXT_BITS | units + Math.max(0, solid);
    }

    /** The sum of what its pairs weigh and count. */
    private static long stride(byte[] bytes, int at, int end, byte first) {
        long sum = 0;
        int before = first;
        for (int i = at; i < end; i++) {
            int kind = KIND[bytes[i] & 0xFF];
            sum += PAIR[before * KINDS + kind & KINDS * KINDS - 1];
            before = kind;
        }
        return sum;
    }

    /** The next quote, or the end; eight bytes at a time. */
    private static int quote(byte[] bytes, int at, int to) {
        int i = at;
        for (; i + Long.BYTES <= to; i += Long.BYTES) {
            long differing = (long) LONGS.get(bytes, i) ^ QUOTES;
            long found = differing - LOWS & ~differing & HIGHS;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (i < to && bytes[i] != '"') {
            i++;
        }
        return i;
    }

    private static long[] pairs() {
        int[] weights = TokenWeights.weightOfPair();
        long[] pairs = new long[weights.length];
        for (int before = 0; before < KINDS; before++) {
            for (int kind = 0; kind < KINDS; kind++) {
                long breaks = TokenWeights.breaksBase64(kind) ? 1L << BREAK_SHIFT : 0;
                boolean escape = before == TokenWeights.BACKSLASH && kind == TokenWeights.LETTER_U;
                int pair = before * KINDS + kind;
                pairs[pair] = weights[pair] + breaks + (escape ? 1L << ESCAPE_SHIFT : 0);
            }
        }
        return pairs;
    }
}
