package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is explained is what a call meets. */
class ExplainedCallsTest {
    private static final String YAML = """
            simulator: {enabled: false}
            resilience: {attempts_max: 1, breaker: {streak: 1, open_seconds: 300, open_seconds_max: 300}}
            rules:
              - {name: good, models: [m-2], power_level: precision, quality_min: 90}
            providers:
              up: {base_url: "%1$s", api_key: sk-upstream-secret-0123456789, list: none, models: [m-1, m-2]}
              down: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [d-1]}
              bare: {base_url: "http://127.0.0.1:9/v1", key_env: [HOME_API_KEY], list: none, models: [m-1, b-1]}
            """;
    private static final String PRICES = """
            models:
              up:
                - models:
                    - {id: m-1, prices: {input: 1, output: 10}}
                    - {id: m-2, prices: {input: 2, output: 20}}
              bare:
                - models:
                    - {id: m-1, prices: {input: 1, output: 5}}
            """;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static AdminCaller operator;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream((request, wire) -> wire.json(200, ChoosingStage.CHAT_ANSWER));
        Path prices = Files.createTempFile("prices", ".yaml");
        try {
            Files.writeString(prices, PRICES);
            gateway =
                    TestGateway.start(YAML.formatted(upstream.baseUrl()), Map.of("PENSTOCK_MODELS", prices.toString()));
        } finally {
            Files.delete(prices);
        }
        operator = new AdminCaller(gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static HttpResponse<String> chat(String body) throws Exception {
        return gateway.client().send(gateway.post("/v1/chat/completions", body).build(), BodyHandlers.ofString());
    }

    private static JsonObject explained(String body) throws Exception {
        Answer answer = operator.post("/route/explain", body);
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        return answer.body();
    }

    private static String plain(String model) {
        return quoted("{'model':'" + model + "','messages':[{'role':'user','content':'x'}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"request\": %s, \"power_level\": null}",
                "{\"key\": \"preset-client\", \"request\" : %s}",
                "{\"power_level\": null, %s",
            })
    void aRequestIsReadAsItIsSpelt(String around) throws Exception {
        // Given
        String call = "{\"model\": \"auto:eco\", \"messages\": [{\"role\": \"system\", \"content\": \""
                + "You answer briefly. ".repeat(300) + "\"}, {\"role\": \"user\", \"content\": \"" + around.length()
                + "\"}], \"temperature\": 1.0}";
        HttpResponse<String> answer = chat(call);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        // When
        boolean wrapped = around.endsWith("}");
        JsonObject told = explained(around.formatted(wrapped ? call : call.substring(1)));
        // Then
        assertThat(told.getString("kept"))
                .isEqualTo(
                        "up/" + answer.headers().firstValue("x-penstock-model").orElseThrow());
    }
}
