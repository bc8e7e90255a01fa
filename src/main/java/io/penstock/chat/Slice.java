package io.penstock.chat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that stand somewhere in a larger array, a request's body in most cases, so that a picture of 20 MB is not copied
 * to be passed on. The array is shared: nobody changes it. Equal where the bytes are.
 */
public final class Slice {
    private static final int SHOWN_BYTES_MAX = 200;

    private final byte[] array;
    private final int from;
    private final int to;

    /**
     * Those bytes of the array, which is not copied.
     *
     * @param from the first byte
     * @param to behind the last byte
     */
    public Slice(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IllegalArgumentException(from + ".." + to + " of " + array.length);
        }
        this.array = array;
        this.from = from;
        this.to = to;
    }

    /** The text in UTF-8. */
    public static Slice of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Slice(bytes, 0, bytes.length);
    }

    public byte[] array() {
        return array;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    public int length() {
        return to - from;
    }

    /** The bytes read as UTF-8. */
    public String text() {
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that && Arrays.equals(array, from, to, that.array, that.from, that.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int at = from; at < to; at++) {
            hash = 31 * hash + array[at];
        }
        return hash;
    }

    @Override
    public String toString() {
        return length() > SHOWN_BYTES_MAX ? length() + " bytes" : text();
    }
}
