package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.Settings;
import io.penstock.config.SettingsLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which base URLs are the gateway itself, by the names that need no resolver. */
class OwnAddressTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9321/v1, true",
        "http://LOCALHOST.:9321/v1, true",
        "http://foo.localhost:9321/v1, true",
        "http://foo.localhost.:9321/v1, true",
        "http://127.0.0.1:9321/v1, true",
        "http://[::ffff:127.0.0.1]:9321/v1, true",
        "http://0.0.0.0:9321/v1, true",
        "http://localhost.:9322/v1, false",
        "http://203.0.113.7:9321/v1, false"
    })
    void seesThroughTheWaysToWriteIt(String url, boolean own) throws Exception {
        Path file = Files.writeString(folder.resolve("penstock.yaml"), """
                server: {host: 127.0.0.1, port: 9321}
                providers:
                  one: {base_url: "%s", keyless: true, models: [m]}
                """.formatted(url));
        Settings settings = new SettingsLoader(Map.of("PENSTOCK_CONFIG", file.toString())).load();
        assertThat(OwnAddress.of(settings.providers().getFirst(), settings.server()))
                .isEqualTo(own);
    }
}
