package io.penstock.imports;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** Names that are valid and differ from all others of their kind. */
final class Naming {
    /** Words that tell nothing of what a variable or a host is about. */
    private static final Set<String> EMPTY_WORDS = Set.of(
            "api", "key", "base", "url", "endpoint", "host", "token", "secret", "openai", "www", "os", "environ");

    private final int charsMax;
    private final Predicate<String> taken;
    private final Set<String> given = new HashSet<>();

    Naming(int charsMax, Predicate<String> taken) {
        this.charsMax = charsMax;
        this.taken = taken;
    }

    /**
     * A name made of these parts.
     *
     * @param stranger what is put before or behind it where it would not be valid or is taken
     */
    String name(String stranger, String... parts) {
        String joined = slug(String.join("-", List.of(parts)));
        String wanted = joined.isEmpty() || stranger.equals("server") && !Character.isLetter(joined.charAt(0))
                ? joined.isEmpty() ? stranger : stranger + "-" + joined
                : joined;
        String name = cut(wanted, charsMax);
        if (taken.test(name)) {
            name = cut(name, charsMax - stranger.length() - 1) + "-" + stranger;
        }
        String free = name;
        for (int number = 2; taken.test(free) || given.contains(free); number++) {
            String end = "-" + number;
            free = cut(name, charsMax - end.length()) + end;
        }
        given.add(free);
        return free;
    }

    static String slug(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]+", "-");
        return plain.replaceAll("-{2,}", "-").replaceAll("^[-_]+|[-_]+$", "");
    }

    private static String cut(String name, int max) {
        return name.length() <= max ? name : name.substring(0, max).replaceAll("[-_]+$", "");
    }

    /** What a variable is about: {@code eu} of {@code AZURE_API_KEY_EU} at azure. */
    static String aboutVariable(String variable, String vendor) {
        StringBuilder words = new StringBuilder();
        for (String word : variable.toLowerCase(Locale.ROOT).split("_", -1)) {
            if (!word.isEmpty() && !EMPTY_WORDS.contains(word) && !word.equals(vendor)) {
                words.append(words.isEmpty() ? "" : "-").append(word);
            }
        }
        return words.toString();
    }

    /** What a host is about: {@code my-endpoint} of {@code my-endpoint.openai.azure.com}, all of an IP address. */
    static String aboutHost(String host, boolean portShown, int port) {
        String end = portShown ? "-" + port : "";
        if (host.matches("[0-9.]+") || host.contains(":")) {
            return host + end;
        }
        for (String label : host.toLowerCase(Locale.ROOT).split("\\.", -1)) {
            if (!EMPTY_WORDS.contains(label) && !label.isEmpty()) {
                return label + end;
            }
        }
        return host + end;
    }
}
