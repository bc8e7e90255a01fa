package io.penstock.routing;

/** How far apart two spellings are. */
public final class Spelling {
    private Spelling() {}

    /**
     * The Levenshtein distance of two words, case ignored; {@code limit + 1} where it is above {@code limit}.
     */
    public static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) > limit) {
            return limit + 1;
        }
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            // Cells further than the limit from the diagonal are above it.
            int first = Math.max(1, i - limit);
            int last = (int) Math.min(b.length(), (long) i + limit);
            current[first - 1] = first == 1 ? i : limit + 1;
            int best = current[first - 1];
            char here = Character.toLowerCase(a.charAt(i - 1));
            for (int j = first; j <= last; j++) {
                boolean same = here == Character.toLowerCase(b.charAt(j - 1));
                int substituted = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
                best = Math.min(best, current[j]);
            }
            if (last < b.length()) {
                current[last + 1] = limit + 1;
            }
            if (best > limit) {
                return limit + 1;
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return Math.min(previous[b.length()], limit + 1);
    }
}
