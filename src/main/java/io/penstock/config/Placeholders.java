package io.penstock.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts environment variables into texts of one entry: <code>${NAME}</code>, <code>${NAME|OTHER}</code> for the first that is set,
 * <code>${NAME:-word}</code> with a word for when none is. Remembers the first that was missing.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z0-9_|]+)(?::-([^}]*))?}");

    private final Variables variables;
    private @Nullable String missing;

    Placeholders(Variables variables) {
        this.variables = variables;
    }

    /** The text with its placeholders filled; empty in the place of one that is missing. */
    String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> {
            String value = value(found.group(1));
            if (value == null && found.group(2) == null && missing == null) {
                missing = first(found.group(1));
            }
            String word = found.group(2) == null ? "" : found.group(2);
            return Matcher.quoteReplacement(value == null ? word : value);
        });
    }

    /** The text where all its placeholders can be filled, else {@code null}: nothing counts as missing for it. */
    @Nullable
    String ifPresent(String text) {
        Placeholders own = new Placeholders(variables);
        String filled = own.fill(text);
        return own.missing == null ? filled : null;
    }

    /** The first variable that a text could not do without. */
    @Nullable
    String missing() {
        return missing;
    }

    private @Nullable String value(String names) {
        for (String name : names.split("\\|", -1)) {
            String value = variables.get(name);
            if (value != null) {
                if (!value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
                    throw SettingsException.located(name, "must hold visible ASCII characters only");
                }
                return withoutEndSlashes(value);
            }
        }
        return null;
    }

    private static String first(String names) {
        int bar = names.indexOf('|');
        return bar < 0 ? names : names.substring(0, bar);
    }

    /** What follows in the text begins with a slash of its own. */
    private static String withoutEndSlashes(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '/') {
            end--;
        }
        return value.substring(0, end);
    }
}
