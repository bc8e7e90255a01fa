package io.penstock.dialect;

import java.util.Arrays;

/**
 * How much of a token a byte of JSON is, by its kind and by the kind of the byte before it. The figures are fitted to what
 * o200k_base makes of some twenty kinds of text: docs/tokens.md says how well. A character of several bytes weighs at its first.
 */
final class TokenWeights {
    /** How many kinds there are room for: a power of two. */
    static final int KINDS = 32;

    /** Weights are whole numbers of this part of a token. */
    static final int UNIT = 1 << 9;

    static final int SPACE = 0;
    /** Line ends and tabs between JSON's tokens: in texts they are escaped. */
    static final int BLANK = 1;

    static final int LOWER = 2;
    static final int UPPER = 3;
    static final int DIGIT = 4;
    static final int QUOTE = 5;
    static final int BACKSLASH = 6;
    static final int BRACKET = 7;
    static final int STOP = 8;
    static final int SYMBOL = 9;
    /** All bytes of a character but its first. */
    static final int REST = 10;

    static final int LATIN = 11;
    static final int GREEK_OR_CYRILLIC = 12;
    static final int SEMITIC = 13;
    static final int INDIC = 14;
    static final int TYPOGRAPHIC = 15;
    static final int KANA = 16;
    static final int HAN = 17;
    static final int HANGUL = 18;
    static final int FULL_WIDTH = 19;
    static final int EMOJI = 20;
    /** The letter u, which may begin an escaped character. */
    static final int LETTER_U = 21;
    /** Signs that base64 has too. */
    static final int BASE64_SIGN = 22;

    private static final byte[] KIND = kinds();
    private static final int[] WEIGHT = weights();

    private TokenWeights() {}

    /** The kind of each byte, by its unsigned value. */
    static byte[] kindOfByte() {
        return KIND.clone();
    }

    /** In {@link #UNIT}s, at {@code before * KINDS + kind}. */
    static int[] weightOfPair() {
        return WEIGHT.clone();
    }

    /** Whether base64 has no such byte; a backslash it has where slashes are escaped, as PHP does. */
    static boolean breaksBase64(int kind) {
        return kind != LOWER
                && kind != UPPER
                && kind != DIGIT
                && kind != LETTER_U
                && kind != BACKSLASH
                && kind != BASE64_SIGN;
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        Arrays.fill(kinds, 0, ' ', (byte) BLANK);
        Arrays.fill(kinds, '!', 0x80, (byte) SYMBOL);
        Arrays.fill(kinds, 'a', 'z' + 1, (byte) LOWER);
        Arrays.fill(kinds, 'A', 'Z' + 1, (byte) UPPER);
        Arrays.fill(kinds, '0', '9' + 1, (byte) DIGIT);
        Arrays.fill(kinds, 0x80, 0xC0, (byte) REST);
        Arrays.fill(kinds, 0xC0, 0xCA, (byte) LATIN);
        Arrays.fill(kinds, 0xCA, 0xD4, (byte) GREEK_OR_CYRILLIC);
        Arrays.fill(kinds, 0xD4, 0xE0, (byte) SEMITIC);
        kinds[0xE0] = INDIC;
        kinds[0xE1] = TYPOGRAPHIC;
        kinds[0xE2] = TYPOGRAPHIC;
        kinds[0xE3] = KANA;
        Arrays.fill(kinds, 0xE4, 0xEA, (byte) HAN);
        Arrays.fill(kinds, 0xEA, 0xEE, (byte) HANGUL);
        Arrays.fill(kinds, 0xEE, 0xF0, (byte) FULL_WIDTH);
        Arrays.fill(kinds, 0xF0, 0x100, (byte) EMOJI);
        kinds['"'] = QUOTE;
        kinds['\\'] = BACKSLASH;
        kinds['u'] = LETTER_U;
        "+/=-_".chars().forEach(sign -> kinds[sign] = BASE64_SIGN);
        "{}[]()<>".chars().forEach(bracket -> kinds[bracket] = BRACKET);
        ",.:;!?".chars().forEach(stop -> kinds[stop] = STOP);
        return kinds;
    }

    private static int[] weights() {
        int[] weights = new int[KINDS * KINDS];
        for (int before = 0; before < KINDS; before++) {
            for (int kind = 0; kind < KINDS; kind++) {
                weights[before * KINDS + kind] = (int) Math.round(tokens(plain(before), plain(kind)) * UNIT);
            }
        }
        return weights;
    }

    /** The kind that it weighs as. */
    private static int plain(int kind) {
        return kind == LETTER_U ? LOWER : kind == BASE64_SIGN ? SYMBOL : kind;
    }

    private static boolean isMark(int kind) {
        return kind == QUOTE || kind == BRACKET || kind == STOP || kind == SYMBOL;
    }

    private static double tokens(int before, int kind) {
        return switch (kind) {
            case SPACE -> before == SPACE ? 0.122 : before == BLANK ? 0 : SPACE_WEIGHT;
            case LOWER -> lower(before);
            case UPPER -> before == LOWER ? 0.060 : before == UPPER ? 0.144 : before == SPACE ? 0 : 0.479;
            case DIGIT -> before == DIGIT ? 0.366 : before == SPACE ? 1.190 : 1.055;
            // Behind a space it is JSON's own, and the space counts nothing.
            case QUOTE ->
                before == BACKSLASH ? 0.057 : before == SPACE ? 0.224 - SPACE_WEIGHT : isMark(before) ? 0.224 : 0.333;
            case BACKSLASH -> before == BACKSLASH ? 0.160 : isMark(before) ? 0 : 0.636;
            case BRACKET -> isMark(before) || before == BACKSLASH ? 0.538 : 0.275;
            case STOP -> isMark(before) || before == BACKSLASH ? 0.167 : 0.412;
            case SYMBOL -> before == SYMBOL ? 0.409 : isMark(before) ? 0.387 : before == SPACE ? 0.359 : 0.761;
            default -> character(before, kind);
        };
    }

    /** A word's space counts as its beginning. */
    private static final double SPACE_WEIGHT = 0.734;

    private static double lower(int before) {
        return switch (before) {
            case LOWER -> 0.089;
            case UPPER -> 0.465;
            case REST -> 0;
            case DIGIT -> 0.714;
            case SPACE -> 0.066;
            case BACKSLASH -> 0.175;
            default -> 0.652;
        };
    }

    /** What lies beyond ASCII. */
    private static double character(int before, int kind) {
        boolean inWord = before == REST;
        return switch (kind) {
            case LATIN -> inWord || before == LOWER || before == UPPER ? 0.362 : 0.945;
            case GREEK_OR_CYRILLIC -> inWord ? 0.109 : 0.383;
            case SEMITIC -> inWord ? 0.166 : 0.334;
            case INDIC -> inWord ? 0.296 : 0;
            case TYPOGRAPHIC -> 0.209;
            case KANA -> 0.752;
            case HAN -> 0.748;
            case HANGUL -> 0.546;
            case FULL_WIDTH -> 0.561;
            case EMOJI -> 1.420;
            default -> 0;
        };
    }
}
