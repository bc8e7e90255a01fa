package io.penstock.sse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One fixed word to look for in many places (Boyer-Moore-Horspool): it examines about one byte in {@code word.length}.
 * Immutable, shared by all threads.
 */
public final class Needle {
    private final byte[] word;
    private final int[] shifts = new int[256];

    private Needle(byte[] word) {
        this.word = word;
        Arrays.fill(shifts, word.length);
        for (int i = 0; i < word.length - 1; i++) {
            shifts[word[i] & 0xFF] = word.length - 1 - i;
        }
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
        int last = word.length - 1;
        int i = from + last;
        while (i < to) {
            byte b = bytes[i];
            if (b == word[last] && matches(bytes, i - last)) {
                return i - last;
            }
            i += shifts[b & 0xFF];
        }
        return -1;
    }

    /** The index of the last occurrence in {@code [from, to)}, or {@code -1}; quick where that stands near the end. */
    public int lastIn(byte[] bytes, int from, int to) {
        for (int i = to - word.length; i >= from; i--) {
            if (bytes[i] == word[0] && bytes[i + word.length - 1] == word[word.length - 1] && matches(bytes, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean matches(byte[] bytes, int at) {
        for (int i = 0; i < word.length - 1; i++) {
            if (bytes[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }
}
