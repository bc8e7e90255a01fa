package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariablesTest {
    @TempDir
    private Path folder;

    @Test
    void overrideTheFile() throws IOException {
        // When
        Settings settings = new Loading(folder, "server: {port: 1, host: a}\nhealth: {interval_seconds: 2}")
                .with("PORT", " 9090 ")
                .with("PENSTOCK_HOST", "0.0.0.0")
                .with("LLM_HEALTH_CHECK_INTERVAL", "30")
                .settings();

        // Then
        assertThat(settings.server().port()).isEqualTo(9090);
        assertThat(settings.server().host()).isEqualTo("0.0.0.0");
        assertThat(settings.health().intervalSeconds()).isEqualTo(30);
    }

    @Test
    void countAsUnsetWhereTheyAreBlank() throws IOException {
        // When
        Settings settings = new Loading(folder, "")
                .with("PORT", " ")
                .with("PENSTOCK_API_KEY", "")
                .with("OPENAI_API_KEY", "\t")
                .with("OPENAI_BASE_URL", "")
                .with("DATABASE_URL", " ")
                .with("http_proxy", "")
                .with("HTTP_PROXY", "proxy:1")
                .settings();

        // Then
        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.environment().apiKey()).isNull();
        assertThat(settings.environment().databaseUrl()).isNull();
        assertThat(settings.environment().httpProxy()).isEqualTo("proxy:1");
        assertThat(settings.providers()).noneMatch(provider -> provider.usable());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT | 65536 | PORT is \"65536\" but must be a whole number between 0 and 65535",
                "PORT | -1 | PORT is \"-1\" but must be a whole number between 0 and 65535",
                "PORT | http | PORT is \"http\" but must be a whole number between 0 and 65535",
                "LLM_HEALTH_CHECK_INTERVAL | 0 | LLM_HEALTH_CHECK_INTERVAL is \"0\" but must be a whole number between 1 and"
                        + " 86400",
                "PENSTOCK_API_KEY | se cret | PENSTOCK_API_KEY must hold visible ASCII characters only",
                "PENSTOCK_ADMIN_KEY | s\u00E9cret | PENSTOCK_ADMIN_KEY must hold visible ASCII characters only",
                "GROQ_API_KEY | se cret | GROQ_API_KEY must hold visible ASCII characters only",
                "GROQ_API_KEY_3 | se cret | GROQ_API_KEY_3 must hold visible ASCII characters only",
                "HTTPS_PROXY | socks5://u:secret@h:1 | HTTPS_PROXY is no URL of an HTTP proxy: write e.g."
                        + " http://proxy.example:3128",
                "http_proxy | http://u:sec ret@h | http_proxy is no URL of an HTTP proxy: write e.g. http://proxy.example:3128"
            })
    void areNamedWhereTheyCannotBeUsed(String variable, String value, String message) throws IOException {
        assertThat(new Loading(folder, "").with(variable, value).refusal()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy",
                "proxy:3128",
                "http://proxy:3128/",
                "HTTP://10.0.0.1:80",
                "http://u:p%40ss@proxy:1",
                "[::1]:8"
            })
    void holdAProxyInAnyCustomaryForm(String proxy) throws IOException {
        Settings settings = new Loading(folder, "").with("HTTPS_PROXY", proxy).settings();
        assertThat(settings.environment().httpsProxy()).isEqualTo(proxy);
    }

    @Test
    void preferTheLowerCaseOfAProxy() throws IOException {
        // When
        Settings.Environment environment = new Loading(folder, "")
                .with("HTTPS_PROXY", "http://upper:1")
                .with("https_proxy", "http://lower:1")
                .with("HTTP_PROXY", "http://plain:1")
                .with("no_proxy", "a, ,.b.example ,")
                .with("NO_PROXY", "c")
                .settings()
                .environment();

        // Then
        assertThat(environment.httpsProxy()).isEqualTo("http://lower:1");
        assertThat(environment.httpProxy()).isEqualTo("http://plain:1");
        assertThat(environment.noProxy()).containsExactly("a", ".b.example");
    }
}
