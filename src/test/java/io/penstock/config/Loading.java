package io.penstock.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Loads settings from a file written for one test. */
final class Loading {
    private final Path file;
    private final Map<String, String> environment = new HashMap<>();

    Loading(Path folder, String yaml) throws IOException {
        this.file = Files.writeString(folder.resolve("test.yaml"), yaml);
        environment.put("PENSTOCK_CONFIG", file.toString());
    }

    Loading with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Settings settings() {
        return new SettingsLoader(environment).load();
    }

    /** The message that stops the start, with the file's path shown as {@code FILE}. */
    String refusal() {
        SettingsException refusal = catchThrowableOfType(SettingsException.class, this::settings);
        return refusal == null ? "no refusal" : refusal.getMessage().replace(file.toString(), "FILE");
    }
}
