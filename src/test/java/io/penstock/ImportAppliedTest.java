package io.penstock;

import static io.penstock.store.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.imports.AdminApi;
import io.penstock.imports.Draft;
import io.penstock.imports.LiteLlm;
import io.penstock.imports.Row;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is imported from LiteLLM's configurations, sent to a gateway that runs, and served by it. */
class ImportAppliedTest {
    private static final Path FOLDER = Path.of("src/test/resources/litellm");
    private static TestGateway gateway;
    private static SimulatedProvider provider;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        provider = new SimulatedProvider();
        gateway = TestGateway.start(
                "simulator: {enabled: false}\nhealth: {interval_seconds: 3600}\n",
                Map.of("AZURE_IMPORTED_BASE_URL", "https://mini.openai.azure.com"));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        provider.close();
    }

    private static List<AdminApi.Outcome> apply(Draft draft, boolean replace) throws Exception {
        List<AdminApi.Outcome> outcomes = new ArrayList<>();
        try (AdminApi api = new AdminApi(gateway.url(""), TestGateway.ADMIN_KEY)) {
            api.check();
            for (Row row : draft.rows()) {
                outcomes.add(api.send(row, replace));
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"team", "balanced", "clouds"})
    void everyRowIsTakenAndASecondTimeLeftAlone(String name) throws Exception {
        // Given
        Draft draft = LiteLlm.read(FOLDER.resolve(name + ".yaml"), Map.of());

        // When
        List<AdminApi.Outcome> first = apply(draft, true);
        List<AdminApi.Outcome> second = apply(draft, false);

        // Then
        assertThat(first).contains(AdminApi.Outcome.MADE).doesNotContain(AdminApi.Outcome.LEFT);
        assertThat(second).containsOnly(AdminApi.Outcome.LEFT);
    }

    @Test
    void callersAreServedUnderTheNamesTheyKnow() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                  - model_name: team-model
                    litellm_params: {model: openai/sim-fast, api_base: "%1$s", api_key: none, weight: 1}
                  - model_name: team-model
                    litellm_params: {model: openai/sim-echo, api_base: "%1$s", api_key: none, weight: 0}
                router_settings:
                  model_group_alias: {old-name: team-model}
                """.formatted(provider.baseUrl()));

        // When
        apply(LiteLlm.read(file, Map.of()), false);
        until("the rule is in force", () -> status("team-model") == 200);

        // Then
        assertThat(status("old-name")).isEqualTo(200);
        assertThat(provider.asked("sim-fast")).isEqualTo(2);
        assertThat(provider.asked("sim-echo")).isZero();
    }

    private static int status(String model) {
        try {
            HttpResponse<String> answer = gateway.client()
                    .send(
                            gateway.post("/v1/chat/completions", Heard.request(model, false, "Hello"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
