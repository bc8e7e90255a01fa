package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.penstock.store.Await;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is explained is what a call meets. */
class ExplainedCallsTest {
    private static final String YAML = """
            simulator: {enabled: false}
            usage: {flush_millis: 20}
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
        gateway = ChoosingStage.started(YAML.formatted(upstream.baseUrl()), PRICES);
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

    private static JsonObject error(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body()).getJsonObject("error");
    }

    @Test
    void aRefusalIsToldWhereEveryBreakerIsOpen() throws Exception {
        // Given
        assertThat(chat(plain("d-1")).statusCode()).isEqualTo(502);
        // When
        HttpResponse<String> answer = chat(plain("d-1"));
        JsonObject told = explained(plain("d-1"));
        // Then
        JsonObject error = error(answer, 503);
        JsonObject refusal = told.getJsonObject("refusal");
        assertThat(refusal.getInteger("status")).isEqualTo(503);
        assertThat(refusal.getString("code")).isEqualTo(error.getString("code"));
        assertThat(refusal.getString("message").replaceAll("\\d+ s", "n s"))
                .isEqualTo(error.getString("message").replaceAll("\\d+ s", "n s"));
        int retryAfter =
                Integer.parseInt(answer.headers().firstValue("retry-after").orElseThrow());
        assertThat(refusal.getInteger("retry_after")).isBetween(retryAfter - 2, retryAfter);
        assertThat(told.getJsonArray("plan").getList()).containsExactly("down/d-1");
        assertThat(explained(plain("m-1")).getValue("refusal")).isNull();
    }

    @Test
    void whoIsLeftOutIsNamedWithTheRuleAndTheLevelThatDecided() throws Exception {
        // When
        HttpResponse<String> answer = chat(plain("m-2:precision"));
        // Then
        JsonObject error = error(answer, 503);
        assertThat(error.getString("message"))
                .isEqualTo("The only candidate for 'm-2:precision' may not be asked:"
                        + " up/m-2 is below the quality_min of rule 'good'.");
        assertThat(answer.headers().firstValue("x-penstock-power-level")).contains("precision");
        String id = answer.headers().firstValue("x-penstock-call-id").orElseThrow();
        gateway.awaitRow("select power_level from llm_usage_logs where call_id = '" + id + "'", "precision");
        assertThat(explained(plain("m-2:precision")).getJsonObject("refusal").getString("message"))
                .isEqualTo(error.getString("message"));
    }

    @Test
    void aMissingKeyIsNamedAsItIsRead() throws Exception {
        assertThat(error(chat(plain("b-1")), 404).getString("message"))
                .isEqualTo("The model 'b-1' is served by bare, which has no key here: set HOME_API_KEY"
                        + " (docs/providers.md tells what else it needs) and start again.");
    }

    @Test
    void aNameOfTwoKeysIsNotGuessed() throws Exception {
        // Given
        gateway.database()
                .execute("insert into access_keys (id, name, hash, role) values"
                        + " ('00000000-0000-0000-0000-000000000001', 'twin', sha256('twin-1'), 'user'),"
                        + " ('00000000-0000-0000-0000-000000000002', 'twin', sha256('twin-2'), 'user')");
        String asked = plain("m-1").replaceFirst("\\{", "{\"key\":\"%s\",");
        Await.until("the keys are known", () -> !refused(asked, "twin").contains("no access key"));
        // Then
        assertThat(refused(asked, "twin")).isEqualTo("key is the name of 2 access keys: write the id of one: 'twin'.");
        assertThat(explained(asked.formatted("00000000-0000-0000-0000-000000000002"))
                        .getJsonArray("plan")
                        .getList())
                .containsExactly("up/m-1");
        Answer levels =
                operator.post("/route/explain", plain("m-1"), "x-power-level", "eco", "x-power-level", "precision");
        assertThat(levels.status()).isEqualTo(400);
        assertThat(levels.error().getString("param")).isEqualTo("X-Power-Level");
    }

    private static String refused(String asked, String key) {
        try {
            return operator.post("/route/explain", asked.formatted(key)).error().getString("message");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aProviderWithoutAKeyIsShown() throws Exception {
        for (String model : List.of("m-1", "auto")) {
            // When
            JsonObject told = explained(plain(model));
            // Then
            JsonObject bare = told.getJsonArray("candidates").stream()
                    .map(JsonObject.class::cast)
                    .filter(one -> one.getString("provider").equals("bare"))
                    .findFirst()
                    .orElseThrow();
            assertThat(bare.getJsonArray("excluded").getList()).containsExactly("no_key");
            assertThat(bare.getInteger("rank")).isZero();
            assertThat(bare.getDouble("price_usd")).isPositive();
            assertThat(told.getJsonArray("plan").getList()).doesNotContain("bare/m-1");
        }
    }
}
