package io.penstock.dialect;

import io.penstock.sse.Bytes;
import java.nio.charset.StandardCharsets;
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

    private static final int UNICODE_ESCAPE_LENGTH = "\\u0000".length();
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final byte[] INDEX = "index".getBytes(StandardCharsets.US_ASCII);

    private byte[] shape = new byte[0];
    private int length;
    private final int[] starts = new int[VALUES_MAX];
    private final int[] ends = new int[VALUES_MAX];
    private int values;
    private int misses;
    private int content;
    private int contentFrom;
    private int contentTo;

    /** Where the text of the event that matched last begins, inside its quotes; {@code -1} if the shape has none. */
    int contentFrom() {
        return contentFrom;
    }

    /** Where it ends. */
    int contentTo() {
        return contentTo;
    }

    /** Whether the bytes are an event of this shape. */
    boolean matches(byte[] bytes, int from, int to) {
        if (length == 0) {
            return false;
        }
        contentFrom = -1;
        int at = 0;
        int shift = from;
        int value = 0;
        while (true) {
            int same = Arrays.mismatch(shape, at, length, bytes, at + shift, to);
            if (same < 0) {
                misses = 0;
                placeContent(values, shift);
                return true;
            }
            int differs = at + same;
            while (value < values && ends[value] < differs) {
                value++;
            }
            placeContent(value, shift);
            if (value == values || starts[value] > differs) {
                break;
            }
            int end = endOfValue(value, differs, bytes, shift, to);
            boolean differsBehind = differs == ends[value] && end == differs + shift;
            if (end < 0 || differsBehind) {
                break;
            }
            if (value == content) {
                contentFrom = starts[value] + shift;
                contentTo = end;
            }
            at = ends[value];
            shift = end - at;
        }
        misses++;
        return false;
    }

    /** The text is the very same in both, so it stands where the shape has it. */
    private void placeContent(int before, int shift) {
        if (contentFrom < 0 && content >= 0 && content < before) {
            contentFrom = starts[content] + shift;
            contentTo = ends[content] + shift;
        }
    }

    /** Where the other event's value ends; {@code -1} if that cannot be told quickly or is no JSON. */
    private int endOfValue(int value, int differs, byte[] bytes, int shift, int to) {
        int start = starts[value];
        boolean string = shape[start - 1] == '"';
        if (string && isInsideEscape(start, differs)) {
            return -1;
        }
        return string
                ? endOfString(beginOfCharacter(differs + shift, start + shift, bytes), bytes, to)
                : endOfNumber(start + shift, bytes, to);
    }

    /** Whether what differs may be a part of an escape that begins before it. */
    private boolean isInsideEscape(int start, int differs) {
        int first = Math.max(start, differs - UNICODE_ESCAPE_LENGTH + 1);
        for (int at = first; at < differs; at++) {
            if (shape[at] == '\\' && (at == differs - 1 || shape[at + 1] == 'u')) {
                return true;
            }
        }
        return false;
    }

    /** Two characters of several bytes may begin alike. */
    private static int beginOfCharacter(int differs, int start, byte[] bytes) {
        int at = differs;
        while (at > start && at < bytes.length && (bytes[at] & 0xC0) == 0x80) {
            at--;
        }
        return at;
    }

    private static int endOfString(int from, byte[] bytes, int to) {
        int at = from;
        while (at < to) {
            byte b = bytes[at];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                // A code point by number is rare enough to be read the long way.
                if (at + 1 >= to || ESCAPED.indexOf(bytes[at + 1]) < 0) {
                    return -1;
                }
                at++;
            } else if (b >= 0 && b < ' ') {
                return -1;
            } else if (b < 0) {
                int more = continuationBytes(b);
                if (more == 0 || at + more >= to || !continues(bytes, at + 1, at + more)) {
                    return -1;
                }
                at += more;
            }
            at++;
        }
        return -1;
    }

    /** How many bytes follow this one in UTF-8; 0 where it begins no character. */
    private static int continuationBytes(byte first) {
        int b = first & 0xFF;
        return b >= 0xC2 && b < 0xE0 ? 1 : b >= 0xE0 && b < 0xF0 ? 2 : b >= 0xF0 && b < 0xF5 ? 3 : 0;
    }

    private static boolean continues(byte[] bytes, int from, int last) {
        for (int at = from; at <= last; at++) {
            if ((bytes[at] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Natural numbers only, as JSON writes them. */
    private static int endOfNumber(int from, byte[] bytes, int to) {
        int at = from;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        boolean whole = at > from && at < to && !isNumeric(bytes[at]);
        return whole && (bytes[from] != '0' || at == from + 1) ? at : -1;
    }

    /**
     * Takes this event as the shape from now on, unless shapes have not helped lately.
     *
     * @param text where its text begins, inside its quotes; {@code -1} if it has none
     */
    void take(byte[] bytes, int from, int to, int text) {
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
        content = -1;
        if (text >= 0) {
            content = Arrays.binarySearch(starts, 0, values, text - from);
            // Without a place for its text the events alike could not be kept.
            length = content < 0 ? 0 : size;
        }
    }

    private void findValues() {
        values = 0;
        int at = 0;
        boolean afterColon = false;
        // Which choice a chunk speaks of decides when the answer is whole, so it is no mere value.
        boolean index = false;
        while (at < length && values < VALUES_MAX) {
            byte b = shape[at];
            if (b == '"') {
                int end = closingQuote(at + 1);
                index = !afterColon && end == at + 1 + INDEX.length && Bytes.startsWith(shape, at + 1, end, INDEX);
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
                if (!index) {
                    keep(at, end);
                }
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
