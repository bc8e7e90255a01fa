package io.penstock.dialect.chat;

/**
 * Tool call ids of nine letters and digits, the only ones Mistral takes. The same id always becomes the same short one,
 * so calls and results stay together; an id that is short already stays.
 */
final class ShortIds {
    private static final int LENGTH = 9;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private ShortIds() {}

    static String of(String id) {
        if (isShort(id)) {
            return id;
        }
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < id.length(); at++) {
            hash = (hash ^ id.charAt(at)) * 0x100000001B3L;
        }
        long rest = (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L >>> 1;
        StringBuilder shortened = new StringBuilder(LENGTH);
        for (int at = 0; at < LENGTH; at++) {
            shortened.append(DIGITS.charAt((int) (rest % DIGITS.length())));
            rest /= DIGITS.length();
        }
        return shortened.toString();
    }

    private static boolean isShort(String id) {
        if (id.length() != LENGTH) {
            return false;
        }
        for (int at = 0; at < LENGTH; at++) {
            if (DIGITS.indexOf(id.charAt(at)) < 0) {
                return false;
            }
        }
        return true;
    }
}
