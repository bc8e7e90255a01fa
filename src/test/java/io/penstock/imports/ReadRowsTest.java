package io.penstock.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.CatalogReader;
import io.penstock.config.SettingsLoader;
import io.penstock.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an import makes is read by the readers of the configuration, which are the only judges of it. */
class ReadRowsTest {
    private static final Path FOLDER = Path.of("src/test/resources/litellm");
    /** Of a gateway that was told what the reports ask for. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "AZURE_IMPORTED_BASE_URL", "https://mini.openai.azure.com",
            "AZURE_API_KEY", "key",
            "OPENAI_API_KEY", "key",
            "GROQ_API_KEY", "key");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"team", "balanced", "clouds"})
    void ofProvidersAndModelsAreAllGood(String name) throws Exception {
        // Given
        Draft draft = LiteLlm.read(FOLDER.resolve(name + ".yaml"), Map.of());

        // When
        CatalogReader.Read read = read(draft, Row.Kind.PROVIDER, Row.Kind.MODEL);

        // Then
        assertThat(read.providers())
                .extracting(Provider::name)
                .containsAll(draft.rows().stream()
                        .filter(row -> row.kind() == Row.Kind.PROVIDER)
                        .map(Row::name)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "balanced", "clouds"})
    void ofRulesAreAllGood(String name) throws Exception {
        // Given
        Draft draft = LiteLlm.read(FOLDER.resolve(name + ".yaml"), Map.of());

        // When
        CatalogReader.Read read = read(draft, Row.Kind.values());

        // Then
        assertThat(read.policy().rules()).hasSize((int) draft.count(Row.Kind.RULE));
    }

    @Test
    void ofAzureAreAskedAtTheirOwnPathsAndAddresses() throws Exception {
        // When
        CatalogReader.Read read =
                read(LiteLlm.read(FOLDER.resolve("balanced.yaml"), Map.of()), Row.Kind.PROVIDER, Row.Kind.MODEL);

        // Then
        Provider azure = named(read, "azure-europe-endpoint");
        assertThat(azure.usable()).isTrue();
        assertThat(azure.paths().toString()).contains("api-version=2024-10-21");
        assertThat(named(read, "azure-imported").endpoint().host()).isEqualTo("mini.openai.azure.com");
    }

    @Test
    void holdAddressesOfThisEnvironmentAndNoKeys() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                  - model_name: a
                    litellm_params: {model: openai/m, api_base: os.environ/MY_SERVER_URL, api_key: os.environ/MY_API_KEY}
                """);

        // When
        Draft draft = LiteLlm.read(
                file,
                Map.of("MY_SERVER_URL", "https://llm.example.com/v1", "MY_API_KEY", "a-secret-in-the-environment"));

        // Then
        assertThat(Page.text(draft))
                .contains("\"base_url\":\"https://llm.example.com/v1\"", "\"key_env\":[\"MY_API_KEY\"]")
                .doesNotContain("a-secret-in-the-environment");
        assertThat(read(draft, Row.Kind.PROVIDER).providers())
                .extracting(Provider::name)
                .contains(draft.rows().getFirst().name());
    }

    private static Provider named(CatalogReader.Read read, String name) {
        return read.providers().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private CatalogReader reader() throws Exception {
        Path file = Files.writeString(folder.resolve("penstock.yaml"), "rules: []\n");
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("PENSTOCK_CONFIG", file.toString());
        return new SettingsLoader(environment).load().catalog();
    }

    private CatalogReader.Read read(Draft draft, Row.Kind... kinds) throws Exception {
        CatalogReader reader = reader();
        CatalogDocument document = reader.shipped();
        for (Row row : draft.rows()) {
            if (List.of(kinds).contains(row.kind())) {
                document = document.with(CatalogKind.valueOf(row.kind().name()), row.title(), row.spec());
            }
        }
        return reader.read(document);
    }
}
