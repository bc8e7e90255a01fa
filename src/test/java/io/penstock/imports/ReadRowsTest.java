package io.penstock.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.CatalogReader;
import io.penstock.config.SettingsLoader;
import io.penstock.provider.Provider;
import io.penstock.routing.ModelRule;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void areAllGood(String name) throws Exception {
        // Given
        Draft draft = LiteLlm.read(FOLDER.resolve(name + ".yaml"), Map.of());

        // When
        CatalogReader.Read read = read(draft);

        // Then
        assertThat(read.providers())
                .extracting(Provider::name)
                .containsAll(draft.rows().stream()
                        .filter(row -> row.kind() == Row.Kind.PROVIDER)
                        .map(Row::name)
                        .toList());
        assertThat(read.policy().rules()).hasSize((int) draft.count(Row.Kind.RULE));
    }

    @Test
    void shareCallsByWeightAndLeadOnToFallbacks() throws Exception {
        // When
        CatalogReader.Read read = read(LiteLlm.read(FOLDER.resolve("balanced.yaml"), Map.of()));

        // Then
        ModelRule rule = read.policy().rules().getFirst();
        assertThat(rule.models().getFirst().text()).isEqualTo("gpt-4o");
        assertThat(rule.fallbacks()).isNotEmpty();
        assertThat(rule.fallbacks()).hasSize(2);
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
                file, Map.of("MY_SERVER_URL", "https://llm.example.com/v1", "MY_API_KEY", "a-secret-in-the-environment"));

        // Then
        assertThat(Page.text(draft))
                .contains("\"base_url\":\"https://llm.example.com/v1\"", "\"key_env\":[\"MY_API_KEY\"]")
                .doesNotContain("a-secret-in-the-environment");
        assertThat(read(draft).providers()).extracting(Provider::name).contains(draft.rows().getFirst().name());
    }

    private static Provider named(CatalogReader.Read read, String name) {
        return read.providers().stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private CatalogReader.Read read(Draft draft) throws Exception {
        Path file = Files.writeString(folder.resolve("penstock.yaml"), "rules: []\n");
        Map<String, String> environment = new java.util.HashMap<>(ENVIRONMENT);
        environment.put("PENSTOCK_CONFIG", file.toString());
        CatalogReader reader = new SettingsLoader(environment).load().catalog();
        CatalogDocument document = reader.shipped();
        for (Row row : draft.rows()) {
            ObjectNode spec = row.spec();
            document = document.with(CatalogKind.valueOf(row.kind().name()), row.title(), spec);
        }
        return reader.read(document);
    }
}
