package io.penstock.dialect;

import static io.penstock.dialect.TokenWeights.KINDS;

/**
 * The same weighing where characters beyond ASCII are escaped, as in <code>\\u00e4</code>: many clients write all of them so. An
 * escaped character weighs what it would weigh in UTF-8.
 */
final class EscapedText {
    private static final byte[] KIND = TokenWeights.kindOfByte();
    private static final int[] WEIGHT = TokenWeights.weightOfPair();
    private static final int ESCAPE_BYTES = 6;

    private EscapedText() {}

    /**
     * Weighs from {@code at} to {@code end}, and on to the end of an escape that begins before it.
     *
     * @param to the end of the body
     * @param first the kind of the byte before
     * @return in the high half where it ended, in the low half the weight
     */
    static long stride(byte[] bytes, int at, int end, int to, byte first) {
        int weight = 0;
        int before = at >= ESCAPE_BYTES && bytes[at - ESCAPE_BYTES] == '\\' && bytes[at - ESCAPE_BYTES + 1] == 'u'
                ? TokenWeights.REST
                : first;
        int i = at;
        while (i < end) {
            int kind = KIND[bytes[i] & 0xFF];
            int length = 1;
            if (kind == TokenWeights.BACKSLASH && i + 1 < to) {
                boolean escaped = bytes[i + 1] == 'u' && i + ESCAPE_BYTES <= to;
                int unit = escaped ? unit(bytes, i + 2) : -1;
                if (unit >= 0) {
                    weight += character(before, unit);
                    before = unit < 0x80 ? KIND[unit] : TokenWeights.REST;
                    i += ESCAPE_BYTES;
                    continue;
                }
                // A backslash that is escaped itself begins nothing.
                length = bytes[i + 1] == '\\' ? 2 : 1;
            }
            weight += WEIGHT[before * KINDS + kind];
            before = kind;
            i += length;
        }
        return (long) Math.min(i, to) << 32 | weight;
    }

    /** The UTF-16 unit of four hexadecimal digits; {@code -1} where they are none. */
    private static int unit(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int character(int before, int unit) {
        if (Character.isLowSurrogate((char) unit)) {
            return 0;
        }
        int lead = unit < 0x80
                ? unit
                : unit < 0x800 ? 0xC0 | unit >> 6 : Character.isHighSurrogate((char) unit) ? 0xF0 : 0xE0 | unit >> 12;
        return WEIGHT[before * KINDS + KIND[lead]];
    }
}
