package io.penstock.json;

/**
 * Where the tokens of one JSON document begin and end (RFC 8259). Each question moves on by what it found; {@code -1} and
 * {@code false} say that there is no such token. Looks at each byte once and keeps none. Owned by one reading.
 */
final class JsonTokens {
    /** As Jackson bounds them: turning more digits into a number takes too long. */
    private static final int DIGITS_MAX = 1000;

    private static final String ESCAPED = "\"\\/bfnrt";
    private static final int CODE_UNIT_DIGITS = 4;

    private final byte[] bytes;
    private final int limit;
    private int at;

    JsonTokens(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.limit = to;
        this.at = from;
    }

    int at() {
        return at;
    }

    /** The next byte that is no space, which is not passed; {@code -1} at the end. */
    int next() {
        while (at < limit) {
            byte b = bytes[at];
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b & 0xFF;
            }
            at++;
        }
        return -1;
    }

    /** Passes this byte if it is the next that is no space. */
    boolean pass(char expected) {
        boolean found = next() == expected;
        at += found ? 1 : 0;
        return found;
    }

    /** Passes this word. */
    boolean word(String word) {
        if (limit - at < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[at + i] != word.charAt(i)) {
                return false;
            }
        }
        at += word.length();
        return true;
    }

    /** Passes a string and tells where its opening quote stands. */
    int string() {
        if (next() != '"') {
            return -1;
        }
        int from = at++;
        while (at < limit) {
            byte b = bytes[at];
            if (b == '"') {
                at++;
                return from;
            }
            if (b == '\\') {
                if (!escape()) {
                    return -1;
                }
            } else if (b >= ' ') {
                at++;
            } else if (b >= 0 || !character(b)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean escape() {
        int what = at + 1 < limit ? bytes[at + 1] : -1;
        if (what < 0 || what != 'u' && ESCAPED.indexOf(what) < 0) {
            return false;
        }
        at += 2;
        return what != 'u' || codeUnit();
    }

    private boolean codeUnit() {
        int end = at + CODE_UNIT_DIGITS;
        while (at < end && at < limit && Character.digit(bytes[at], 16) >= 0) {
            at++;
        }
        return at == end;
    }

    /** A character of several bytes. */
    private boolean character(byte first) {
        int length = Integer.numberOfLeadingZeros(~(first << 24));
        if (length < 2 || length > 4 || limit - at < length) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        at += length;
        return true;
    }

    /** Passes a number and tells where it begins. */
    int number() {
        int from = at;
        optional('-');
        boolean leadingZero = at < limit && bytes[at] == '0';
        int whole = digits();
        boolean formed = whole > 0 && (!leadingZero || whole == 1);
        if (formed && optional('.')) {
            formed = digits() > 0;
        }
        if (formed && (optional('e') || optional('E'))) {
            if (!optional('+')) {
                optional('-');
            }
            formed = digits() > 0;
        }
        return formed && at - from <= DIGITS_MAX ? from : -1;
    }

    private boolean optional(char c) {
        boolean found = at < limit && bytes[at] == c;
        at += found ? 1 : 0;
        return found;
    }

    private int digits() {
        int from = at;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }
}
