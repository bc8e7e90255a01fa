package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.routing.ModelRule;
import io.penstock.routing.ModelTraits;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Prefill;
import io.penstock.routing.RoutingPolicy;
import io.penstock.routing.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    private static final Path SHIPPED = Path.of("conf/penstock.yaml");

    @TempDir
    private Path folder;

    @Test
    void hasEveryDefaultInTheShippedFile() throws IOException {
        // Given
        Settings empty = new Loading(folder, "").settings();

        // When
        Settings shipped = new Loading(folder, Files.readString(SHIPPED)).settings();

        // Then
        assertThat(shipped).isEqualTo(empty);
        assertThat(new Loading(folder, "# nothing\nserver:\nproviders:\n").settings())
                .isEqualTo(empty);
    }

    @Test
    void showsEveryKeyInTheShippedFile() throws IOException {
        String shipped = Files.readString(SHIPPED).replaceAll("(?m)^(  )?#( +)", "$1");
        for (Class<?> section : List.of(
                Settings.Server.class,
                Settings.Limits.class,
                Settings.Timeouts.class,
                Settings.Resilience.class,
                BreakerSettings.class,
                BenchSettings.class,
                Settings.Upstream.class,
                Settings.Usage.class,
                Settings.Health.class)) {
            for (var component : section.getRecordComponents()) {
                String key = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
                assertThat(shipped).as(section.getSimpleName()).containsPattern("(?m)^ +(# )?" + key + ":");
            }
        }
    }

    @Test
    void showsRulesAndTraitsThatLoad() throws IOException {
        // Given
        String shipped = Files.readString(SHIPPED)
                .replaceAll("(?m)^(models): .*$", "$1:")
                .replaceAll("(?m)^#   ", "  ");

        // When
        RoutingPolicy routing = new Loading(folder, shipped).settings().routing();

        // Then
        assertThat(routing.rules())
                .extracting(ModelRule::name)
                .containsExactly("eco", "balanced", "precision", "rule-4", "cheap-and-near", "rule-6", "rule-7");
        assertThat(routing.rules().get(3).fallbacks()).hasSize(3);
        assertThat(routing.rules().get(3).rule()).isEqualTo(new Rule(4, 60_000, 300_000, 0, 0, true, true));
        assertThat(routing.models())
                .containsExactly(
                        new ModelTraits(new NamePattern("openai/gpt-4.1"), 1_047_576, null, 0, 0),
                        new ModelTraits(new NamePattern("deepseek/deepseek-*"), 0, Prefill.PREFIX, 60, 60));
    }

    @Test
    void namesTheVariableWhereItsFileIsMissing() {
        SettingsLoader loader = new SettingsLoader(Map.of("PENSTOCK_CONFIG", folder.resolve("no.yaml") + " "));
        assertThatThrownBy(loader::load)
                .isInstanceOf(SettingsException.class)
                .hasMessage("PENSTOCK_CONFIG names " + folder.resolve("no.yaml")
                        + ", which is no file: write it or unset the variable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sever: {} | FILE: sever is no setting; did you mean server?",
                "SERVER: {} | FILE: SERVER is no setting; did you mean server?",
                "1: 2 | FILE: 1 is no setting; the settings here are server, limits, timeouts, resilience, upstream, usage,"
                        + " health, simulator, translation, answers, models_catalog, providers, models, rules",
                "server: {prot: 1} | FILE: server.prot is no setting; did you mean port?",
                "server: {tls: {certificat: x}} | FILE: server.tls.certificate must not be empty",
                "limits: {body_byte_max: 5000} | FILE: limits.body_byte_max is no setting; did you mean body_bytes_max?",
                "simulator: {on: true} | FILE: simulator.on is no setting; the settings here are enabled",
                "providers: {a: {base_url: 'http://h', modells: []}} | FILE: providers.a.modells is no setting; did you mean"
                        + " models?",
                "server: 5 | FILE: server must be a mapping of keys to values",
                "[1] | FILE: the file must be a mapping of keys to values",
                "providers: {a: b} | FILE: providers.a must be a mapping of keys to values",
                "server: {port: '80'} | FILE: server.port must be a whole number",
                "server: {port: 80.5} | FILE: server.port must be a whole number",
                "server: {port: 99999999999} | FILE: server.port must be a whole number",
                "server: {host: 1.5} | FILE: server.host must be a text",
                "server: {host: ''} | FILE: server.host must not be empty",
                "simulator: {enabled: 'yes'} | FILE: simulator.enabled must be true or false",
                "server: {port: 65536} | FILE: server.port is 65536 but must lie between 0 and 65535",
                "server: {transport: rio} | FILE: server.transport is \"rio\" but must be one of auto, io_uring, epoll, kqueue,"
                        + " nio",
                "usage: {rows_max: 999} | FILE: usage.rows_max is 999 but must lie between 1000 and 10000000",
                "server: {tls: {port: -1}} | FILE: server.tls.port is -1 but must lie between 0 and 65535",
                "providers: {a: {base_url: 'http://h', models: gpt}} | FILE: providers.a.models must be a list of texts",
                "providers: {a: {base_url: 'http://h', models: [4]}} | FILE: providers.a.models must be a list of texts",
                "providers: {a: {base_url: 'http://h', models: ['']}} | FILE: providers.a.models must be a list of texts"
            })
    void saysInOneSentenceWhatIsWrong(String yaml, String message) throws IOException {
        assertThat(new Loading(folder, yaml).refusal()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server:\\n  port: 1\\n  port: 2 | is not valid YAML at line 3",
                "server:\\n\\tport: 1 | is not valid YAML at line 2",
                "server: [1\\nlimits: 5 | is not valid YAML at line 2",
                "server:\\n  port: 1\\n host: x | is not valid YAML at line 3",
                "server: {}\\n---\\nlimits: {} | holds more than one YAML document: keep one"
            })
    void namesTheLineOfBadYaml(String yaml, String message) throws IOException {
        assertThat(new Loading(folder, yaml.translateEscapes()).refusal())
                .startsWith("FILE: the file " + message)
                .hasLineCount(1);
    }

    @Test
    void saysThatAFileIsNoText() throws IOException {
        // Given
        Loading loading = new Loading(folder, "");

        // When
        Files.write(folder.resolve("test.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF, (byte) 0xFE, 0});

        // Then
        assertThat(loading.refusal()).startsWith("FILE: the file ").hasLineCount(1);
    }

    @Test
    void namesAFileOfCertificatesThatIsNotThere() throws IOException {
        String missing = folder.resolve("no.pem").toString();
        assertThat(new Loading(folder, "upstream: {ca_file: " + missing + "}").refusal())
                .isEqualTo("FILE: upstream.ca_file names " + missing
                        + ", which is no readable file: name one that this user may read");
    }
}
