package io.penstock.admin;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of one item.
 *
 * @param kind what it is
 * @param keys the values of {@link Kind#keys()}, in their order
 */
record Ref(Kind kind, List<String> keys) {
    /** The last segment of the status pages, which stand below the path of providers. */
    static final String STATUS = "status";

    private static final int ID_CHARS_MAX = 200;
    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9_-]{0,39}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,59}");
    private static final String PROVIDER_RULE =
            "a lower-case letter, then up to 39 lower-case letters, digits, - and _";
    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.{1,2}(?:/|$)");

    Ref {
        keys = List.copyOf(keys);
    }

    /**
     * Reads what follows a kind's path, still encoded. A model's id is all of the rest, whether its slashes are encoded
     * or not.
     *
     * @return {@code null} where it can name nothing
     */
    static @Nullable Ref of(Kind kind, String encoded) {
        String text = decoded(encoded);
        if (text == null || text.isEmpty() || text.indexOf('\0') >= 0) {
            return null;
        }
        if (kind != Kind.MODEL) {
            return new Ref(kind, List.of(text));
        }
        int slash = text.indexOf('/');
        return slash < 1 || slash == text.length() - 1
                ? null
                : new Ref(kind, List.of(text.substring(0, slash), text.substring(slash + 1)));
    }

    private static @Nullable String decoded(String encoded) {
        try {
            // In a path, a plus is a plus.
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As one text: a provider, {@code provider/model}, or a rule. */
    String text() {
        return String.join("/", keys);
    }

    /** The path of the item, each segment encoded. */
    String path() {
        return kind.path() + "/"
                + Arrays.stream(text().split("/", -1))
                        .map(part ->
                                URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining("/"));
    }

    /** SQL: whose primary key equals the parameters from this one on. */
    String whereSql(int first) {
        List<String> equal = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            equal.add(kind.keys().get(i) + " = $" + (first + i));
        }
        return String.join(" and ", equal);
    }

    /** Refuses a name that no new item may have, with the field that holds it. */
    void refuseUnusable() {
        switch (kind) {
            case PROVIDER -> {
                named(PROVIDER, "name", PROVIDER_RULE);
                if (keys.getFirst().equals(STATUS)) {
                    throw Refused.field(
                            "name", "must not be status: " + kind.path() + "/status is a page of its own here");
                }
            }
            case RULE -> named(RULE, "name", "a lower-case letter or digit, then up to 59 of those, - and _");
            case MODEL -> {
                named(PROVIDER, "provider", "a provider's name: " + PROVIDER_RULE);
                refuseUnusableId(keys.getLast());
            }
        }
    }

    private void named(Pattern pattern, String field, String rule) {
        if (!pattern.matcher(keys.getFirst()).matches()) {
            throw Refused.field(field, "must be " + rule);
        }
    }

    /** A model that could not be asked for in a path or a body. */
    private static void refuseUnusableId(String id) {
        boolean bare = id.isBlank() || id.startsWith("/") || id.endsWith("/");
        if (bare || id.codePointCount(0, id.length()) > ID_CHARS_MAX) {
            throw Refused.field(
                    "id", "must have 1 to " + ID_CHARS_MAX + " characters and neither begin nor end with a slash");
        }
        if (id.chars().anyMatch(Character::isISOControl) || DOTS.matcher(id).find()) {
            throw Refused.field("id", "must hold no control characters and no segment of dots alone");
        }
    }
}
