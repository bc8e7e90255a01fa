package io.penstock.config;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The environment variables that are part of the public surface. A blank one counts as unset. */
final class Variables {
    private static final String DATA_DIRECTORY = ".penstock";
    /** Scheme and user are optional; user and password are percent-encoded. */
    private static final Pattern PROXY =
            Pattern.compile("(?i)(https?://)?([\\w.~!$&'()*+,;=:%-]*@)?(\\[[0-9a-f:.]+]|[a-z0-9.-]+)(:\\d{1,5})?/?");

    private final Map<String, String> environment;

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    @Nullable
    String get(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String text(String name, String fallback) {
        String value = get(name);
        return value == null ? fallback : value;
    }

    int integer(String name, int fallback, int min, int max) {
        String value = get(name);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with the range.
        }
        throw SettingsException.located(
                name, "is \"" + value + "\" but must be a whole number between " + min + " and " + max);
    }

    Settings.Environment environment() {
        return new Settings.Environment(
                get("DATABASE_URL"),
                Path.of(text("PENSTOCK_DATA_DIR", DATA_DIRECTORY))
                        .toAbsolutePath()
                        .normalize(),
                key("PENSTOCK_ADMIN_KEY"),
                key("PENSTOCK_API_KEY"),
                proxy("HTTP_PROXY"),
                proxy("HTTPS_PROXY"),
                noProxy());
    }

    private @Nullable String key(String name) {
        String value = get(name);
        if (value != null && !value.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw SettingsException.located(name, "must hold visible ASCII characters only");
        }
        return value;
    }

    /** Proxy variables are customary in both cases; the lower one wins, as in curl. */
    private @Nullable String either(String name) {
        String lower = get(name.toLowerCase(Locale.ROOT));
        return lower == null ? get(name) : lower;
    }

    /** Never shown in a message: it may hold a password. */
    private @Nullable String proxy(String name) {
        String value = either(name);
        if (value != null && !PROXY.matcher(value).matches()) {
            throw SettingsException.located(
                    get(name.toLowerCase(Locale.ROOT)) == null ? name : name.toLowerCase(Locale.ROOT),
                    "is no URL of an HTTP proxy: write e.g. http://proxy.example:3128");
        }
        return value;
    }

    private List<String> noProxy() {
        String value = either("NO_PROXY");
        return value == null
                ? List.of()
                : Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(host -> !host.isEmpty())
                        .toList();
    }
}
