package io.penstock.imports;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that are no secrets, such as addresses and regions. Rows of the catalog may name few variables of the environment, so
 * what the file reads from one is taken from the environment of the import, and stands in the row.
 */
final class Values {
    /** What rows may name beside what the table names: see the configuration's readers. */
    private static final Pattern KEY =
            Pattern.compile("[A-Z][A-Z0-9_]*_(API_KEY|API_TOKEN|AUTH_TOKEN|ACCESS_TOKEN)(_?[1-5])?");

    private static final Pattern NEVER = Pattern.compile("(PENSTOCK|BYOK)_.*");

    private final Map<String, String> environment;

    Values(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Whether a row may name this variable as one that holds a key. */
    static boolean isNameable(String variable) {
        return KEY.matcher(variable).matches() && !NEVER.matcher(variable).matches();
    }

    /** What this variable holds here; {@code null} where it is not set. */
    @Nullable
    String of(String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The value below a key. {@code null} where there is none, or, and then reported, none that can be carried over. */
    @Nullable
    String plain(Entry entry, String key) {
        String text = switch (Reference.of(entry.text(key))) {
            case Reference.Variable(String name) -> {
                String value = of(name);
                if (value == null) {
                    entry.lost(
                            key,
                            "is read from " + name + ", which is not set here: import where it is, or write it out");
                }
                yield value;
            }
            case Reference.Written(String written) -> written;
            case Reference.Nothing nothing -> null;
        };
        if (text != null && (text.contains("${") || text.contains("os.environ"))) {
            entry.lost(key, "is no plain value");
            return null;
        }
        return text;
    }
}
