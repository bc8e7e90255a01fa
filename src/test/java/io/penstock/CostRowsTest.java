package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call cost stands in its row, to the ninth place, or nothing where no price is known. */
class CostRowsTest {
    @TempDir
    private Path folder;

    @Test
    void holdTheCostOfTheirTokens() throws Exception {
        // Given
        Path catalog = Files.writeString(folder.resolve("mine.yaml"), """
                models:
                  sim:
                    - models: [{id: sim-7x1, prices: {input: 0.0036, cached_input: 1, output: 1234.5}}]
                """);
        try (TestGateway gateway =
                TestGateway.start("usage: {flush_millis: 20}\n", Map.of("PENSTOCK_MODELS", catalog.toString()))) {
            // When
            for (String model : new String[] {"sim-7x1", "sim-7x1", "sim-3x1"}) {
                String body =
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"12345678\"}]}";
                assertThat(gateway.client()
                                .send(gateway.post("/v1/chat/completions", body).build(), BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200);
            }

            // Then
            gateway.awaitRow(
                    "select string_agg(distinct model_asked || ' ' || (cost_usd"
                            + " = round((input_tokens * 0.0036 + output_tokens * 1234.5) / 1000000, 9)), ';')"
                            + " from llm_usage_logs where cost_usd > 0 and input_tokens > 0 and output_tokens > 0",
                    "sim-7x1 true");
            gateway.awaitRow("select count(*) from llm_usage_logs where cost_usd is not null", "2");
            gateway.awaitRow(
                    "select count(*) from llm_usage_logs where model_asked = 'sim-3x1' and cost_usd is null", "1");
        }
    }
}
