package io.penstock.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Validation in the compact constructors of {@link Settings}: a clause that says what the value must be. */
final class Check {
    private Check() {}

    static void range(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new SettingsException(key, "is " + value + " but must lie between " + min + " and " + max);
        }
    }

    static void atMost(String key, int value, String boundKey, int bound) {
        if (value > bound) {
            throw new SettingsException(
                    key, "is " + value + " but " + boundKey + " is " + bound + ": lower the one or raise the other");
        }
    }

    static void present(String key, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw new SettingsException(key, "must not be empty");
        }
    }

    static void oneOf(String key, String value, String... words) {
        if (!List.of(words).contains(value)) {
            throw new SettingsException(key, "is \"" + value + "\" but must be one of " + String.join(", ", words));
        }
    }

    static void file(String key, @Nullable String path) {
        present(key, path);
        Path file = Path.of(String.valueOf(path));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new SettingsException(
                    key,
                    "names " + file.toAbsolutePath() + ", which is no readable file: name one that this user may read");
        }
    }
}
