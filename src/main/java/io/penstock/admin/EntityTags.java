package io.penstock.admin;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The entity tags of {@code If-Match} or {@code If-None-Match} (RFC 9110, 13.1). Weak ones count like strong ones: a
 * proxy that compresses answers weakens them on their way.
 *
 * @param any whether it is {@code *}
 * @param tags with their quotes, without {@code W/}
 */
record EntityTags(boolean any, Set<String> tags) {
    private static final Pattern TAG = Pattern.compile("\\s*(?:W/)?(\"[!#-~]*\")\\s*(?:,|$)");

    /**
     * Reads a header.
     *
     * @return {@code null} where it is absent
     * @throws Refused where it is malformed
     */
    static @Nullable EntityTags read(String header, @Nullable String value) {
        if (value == null) {
            return null;
        }
        if (value.strip().equals("*")) {
            return new EntityTags(true, Set.of());
        }
        Set<String> tags = new HashSet<>();
        Matcher tag = TAG.matcher(value);
        int end = 0;
        while (end < value.length() && tag.find(end) && tag.start() == end) {
            tags.add(tag.group(1));
            end = tag.end();
        }
        if (tags.isEmpty() || end < value.length()) {
            throw Refused.whole(
                    400, "invalid_etag", header + " must be * or an ETag as it was answered, with its quotes: \"3\".");
        }
        return new EntityTags(false, Set.copyOf(tags));
    }

    /** Whether that item, which exists, is among what is named. */
    boolean match(Item item) {
        return any || tags.contains(item.entityTag());
    }
}
