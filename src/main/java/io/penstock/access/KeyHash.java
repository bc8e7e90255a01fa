package io.penstock.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a key: what is stored, compared and looked up in the key's stead. A value, safe to share between
 * threads; making one for an ASCII key allocates nothing else.
 */
public final class KeyHash {
    public static final int BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private KeyHash(byte[] hash) {
        first = (long) LONG.get(hash, 0);
        second = (long) LONG.get(hash, 8);
        third = (long) LONG.get(hash, 16);
        fourth = (long) LONG.get(hash, 24);
    }

    /** Hashes the UTF-8 form of a presented key. */
    public static KeyHash of(String presented) {
        return new KeyHash(SCRATCH.get().hash(presented));
    }

    /** Takes up a hash that was stored, {@value #BYTES} bytes. */
    public static KeyHash ofStored(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a key's hash has " + BYTES + " bytes, not " + hash.length);
        }
        return new KeyHash(hash);
    }

    public byte[] toBytes() {
        byte[] hash = new byte[BYTES];
        LONG.set(hash, 0, first);
        LONG.set(hash, 8, second);
        LONG.set(hash, 16, third);
        LONG.set(hash, 24, fourth);
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyHash that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    // Any 32 bits of a SHA-256 are as good as a mix of them all.
    @Override
    public int hashCode() {
        return (int) first;
    }

    /** The first 32 bits, enough to tell two keys apart in a log. */
    @Override
    public String toString() {
        return String.format("KeyHash[%08x...]", (int) (first >>> 32));
    }

    /** One thread's digest and buffers; bound: {@link #CHUNK} bytes whatever the length of the key. */
    private static final class Scratch {
        private static final int CHUNK = 128;

        private final MessageDigest digest = sha256();
        private final byte[] chunk = new byte[CHUNK];
        private final byte[] hash = new byte[BYTES];

        /** The hash, in a buffer that the thread's next call overwrites. */
        byte[] hash(String text) {
            int used = 0;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= 0x80) {
                    digest.reset();
                    return digest.digest(text.getBytes(StandardCharsets.UTF_8));
                }
                chunk[used++] = (byte) c;
                if (used == CHUNK) {
                    digest.update(chunk, 0, CHUNK);
                    used = 0;
                }
            }
            digest.update(chunk, 0, used);
            return finish();
        }

        private byte[] finish() {
            try {
                digest.digest(hash, 0, BYTES);
                return hash;
            } catch (DigestException e) {
                throw new IllegalStateException("the buffer has the length of the digest", e);
            }
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
