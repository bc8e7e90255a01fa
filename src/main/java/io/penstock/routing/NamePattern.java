package io.penstock.routing;

/**
 * The names a rule or a trait speaks of: one name, or, with a {@code *} at its end, every name with that beginning.
 *
 * @param text as the operator wrote it; not empty, no {@code *} but at its end
 */
public record NamePattern(String text) {
    private static final char ANY = '*';

    /** Whether it stands for every name with its beginning. */
    public boolean open() {
        return !text.isEmpty() && text.charAt(text.length() - 1) == ANY;
    }

    /** What names begin with, or the one name. */
    String stem() {
        return open() ? text.substring(0, text.length() - 1) : text;
    }

    /** Whether it speaks of this name. */
    public boolean matches(String name) {
        return open() ? name.regionMatches(0, text, 0, text.length() - 1) : name.equals(text);
    }
}
