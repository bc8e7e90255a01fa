package io.penstock.dialect.messages;

import java.util.Arrays;

/**
 * How the deltas of one block look: always the same bytes up to their text, and behind it nothing but closing brackets
 * and the spaces with which the API pads its events. So an event that begins and ends alike and has a JSON text between
 * is a delta of the same block, and telling so needs no parser and no allocation. Owned by one stream.
 */
final class DeltaShape {
    /** Longer beginnings are not kept. */
    private static final int PREFIX_MAX = 256;

    private static final String ESCAPED = "\"\\/bfnrt";
    private static final int CLOSING_BRACKETS = 2;

    private byte[] prefix = new byte[PREFIX_MAX];
    private int length;
    private int textFrom;
    private int textTo;

    /** Where the text of the event that matched last begins, inside its quotes. */
    int textFrom() {
        return textFrom;
    }

    /** Where it ends. */
    int textTo() {
        return textTo;
    }

    /** Takes this event as the shape from now on, if its text is the last it says. Else there is none. */
    void take(byte[] bytes, int from, int to, int text) {
        int size = text - from;
        length = 0;
        if (size <= PREFIX_MAX) {
            System.arraycopy(bytes, from, prefix, 0, size);
            length = size;
            length = matches(bytes, from, to) ? size : 0;
        }
    }

    /** Whether the bytes are an event of this shape with a text that is not empty. */
    boolean matches(byte[] bytes, int from, int to) {
        int text = from + length;
        boolean alike = length > 0 && text < to && Arrays.equals(prefix, 0, length, bytes, from, text);
        int end = alike ? endOfText(bytes, text, to) : -1;
        if (end <= text || !closes(bytes, end + 1, to)) {
            return false;
        }
        textFrom = text;
        textTo = end;
        return true;
    }

    /** Whether nothing but the two closing brackets and space stands there. */
    private static boolean closes(byte[] bytes, int from, int to) {
        int brackets = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '}') {
                brackets++;
            } else if (bytes[at] != ' ') {
                return false;
            }
        }
        return brackets == CLOSING_BRACKETS;
    }

    /** The place of the closing quote; {@code -1} where it is not there, or telling would take a closer look. */
    private static int endOfText(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '"') {
            int next = next(bytes, at, to);
            if (next < 0) {
                return -1;
            }
            at = next;
        }
        return at < to ? at : -1;
    }

    /** Behind the character or escape that begins here. */
    private static int next(byte[] bytes, int at, int to) {
        byte b = bytes[at];
        if (b == '\\') {
            // A code point by number is rare enough to be read the long way.
            return at + 1 < to && ESCAPED.indexOf(bytes[at + 1]) >= 0 ? at + 2 : -1;
        }
        if (b >= ' ') {
            return at + 1;
        }
        int more = b >= 0 ? 0 : continuationBytes(b);
        return more > 0 && continues(bytes, at + 1, at + more, to) ? at + more + 1 : -1;
    }

    /** How many bytes follow this one in UTF-8; 0 where it begins no character. */
    private static int continuationBytes(byte first) {
        int b = first & 0xFF;
        return b >= 0xC2 && b < 0xE0 ? 1 : b >= 0xE0 && b < 0xF0 ? 2 : b >= 0xF0 && b < 0xF5 ? 3 : 0;
    }

    private static boolean continues(byte[] bytes, int from, int last, int to) {
        boolean all = last < to;
        for (int at = from; all && at <= last; at++) {
            all = (bytes[at] & 0xC0) == 0x80;
        }
        return all;
    }
}
