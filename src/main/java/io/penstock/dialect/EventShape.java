package io.penstock.dialect;

import java.util.Arrays;

/**
 * The JSON of an event whose meaning is known, with the places of its string and number values. An event that differs
 * from it in nothing but the content of those values has the same keys in the same places, so it means the same, and
 * finding that out costs one vectorised comparison instead of a search for every key. An empty string is no such value:
 * whether one is empty may matter. Owned by one stream; bounded by {@link #BYTES_MAX} and {@link #VALUES_MAX}.
 */
final class EventShape {
    /** Longer events are not taken as a shape. */
    static final int BYTES_MAX = 4 << 10;

    /** Values whose places are kept; an event that differs behind the last of them does not match. */
    static final int VALUES_MAX = 32;

    /** After this many events in a row that did not match, a new shape is taken only now and then. */
    private static final int MISSES_MAX = 8;

    private static final int RETRY_EVERY = 32;

    private byte[] shape = new byte[0];
    private int length;
    private final int[] starts = new int[VALUES_MAX];
    private final int[] ends = new int[VALUES_MAX];
    private int values;
    private int misses;

    /** Whether the bytes are an event of this shape. */
    boolean matches(byte[] bytes, int from, int to) {
        if (length == 0) {
            return false;
        }
        int at = 0;
        int shift = from;
        int value = 0;
        while (true) {
            int same = Arrays.mismatch(shape, at, length, bytes, at + shift, to);
            if (same < 0) {
                misses = 0;
                return true;
            }
            int differs = at + same;
            while (value < values && ends[value] < differs) {
                value++;
            }
            if (value == values || starts[value] > differs) {
                break;
            }
            int end = endOfValue(value, differs, bytes, shift, to);
            boolean differsBehind = differs == ends[value] && end == differs + shift;
            if (end < 0 || differsBehind) {
                break;
            }
            at = ends[value];
            shift = end - at;
        }
        misses++;
        return false;
    }

    /** Where the other event's value ends; {@code -1} if that cannot be told quickly. */
    private int endOfValue(int value, int differs, byte[] bytes, int shift, int to) {
        int start = starts[value];
        boolean string = shape[start - 1] == '"';
        if (string && differs > start && shape[differs - 1] == '\\') {
            return -1;
        }
        int at = differs + shift;
        while (at < to) {
            byte b = bytes[at];
            if (string) {
                if (b == '"') {
                    return at;
                }
                at += b == '\\' ? 2 : 1;
            } else if (isNumeric(b)) {
                at++;
            } else {
                return at > start + shift ? at : -1;
            }
        }
        return -1;
    }

    /** Takes this event as the shape from now on, unless shapes have not helped lately. */
    void take(byte[] bytes, int from, int to) {
        int size = to - from;
        if (size > BYTES_MAX || misses > MISSES_MAX && misses % RETRY_EVERY != 0) {
            return;
        }
        if (shape.length < size) {
            shape = new byte[Math.max(size, 512)];
        }
        System.arraycopy(bytes, from, shape, 0, size);
        length = size;
        findValues();
    }

    private void findValues() {
        values = 0;
        int at = 0;
        boolean afterColon = false;
        while (at < length && values < VALUES_MAX) {
            byte b = shape[at];
            if (b == '"') {
                int end = closingQuote(at + 1);
                if (afterColon && end > at + 1 && end < length && !colonFollows(end + 1)) {
                    keep(at + 1, end);
                }
                at = end + 1;
                afterColon = false;
            } else if (afterColon && isNumeric(b)) {
                int end = at;
                while (end < length && isNumeric(shape[end])) {
                    end++;
                }
                keep(at, end);
                at = end;
                afterColon = false;
            } else {
                afterColon = b == ':' || afterColon && b == ' ';
                at++;
            }
        }
    }

    private boolean colonFollows(int from) {
        int at = from;
        while (at < length && shape[at] <= ' ') {
            at++;
        }
        return at < length && shape[at] == ':';
    }

    private int closingQuote(int from) {
        int at = from;
        while (at < length && shape[at] != '"') {
            at += shape[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private void keep(int start, int end) {
        starts[values] = start;
        ends[values] = end;
        values++;
    }

    private static boolean isNumeric(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '.' || b == '+' || b == 'e' || b == 'E';
    }
}
