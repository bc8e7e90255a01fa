package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators are shown of providers that fail, and what callers are told when nobody can be asked. */
class ProviderStatusTest {
    private static final String STATUS = "/api/v1/admin/providers/status";
    private static final String SECRET = "sk-upstream-secret-";

    private static final String YAML = """
            resilience: {attempts_max: 1, breaker: {streak: 2, open_seconds: 60}}
            timeouts: {answer_seconds: 5}
            rules:
              - {models: [mixed], fallbacks: [limited-1, down-1]}
            providers:
              down: {base_url: "URL", api_key: "sk-upstream-secret-d0wn", models: [down-1, down-2]}
              limited: {base_url: "URL", api_key: "sk-upstream-secret-l1m1", models: [limited-1]}
              rejected: {base_url: "URL", models: [rejected-1]}
              lonely: {base_url: "URL", api_key: "sk-upstream-secret-l0ne", models: [rejected-2]}
              gone: {base_url: "URL", api_key: "sk-upstream-secret-g0ne", models: [gone-1]}
              fine: {base_url: "URL", keyless: true, models: [fine-1]}
              missing: {base_url: "https://example.org/v1", models: [missing-1]}
            """;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static LogLines log;

    @BeforeAll
    static void start() throws Exception {
        log = new LogLines();
        upstream = new ScriptedUpstream((request, wire) -> {
            String model = new JsonObject(request.body()).getString("model");
            switch (model.substring(0, model.indexOf('-'))) {
                case "down" -> wire.json(503, "{\"error\":{\"message\":\"too much to do\"}}");
                case "limited" -> wire.write("HTTP/1.1 429 X\r\nretry-after: 30\r\ncontent-length: 2\r\n\r\n{}");
                case "rejected" -> wire.json(401, "{\"error\":{\"message\":\"wrong key\"}}");
                case "gone" -> wire.json(404, "{\"error\":{\"message\":\"x\",\"code\":\"model_not_found\"}}");
                default -> wire.json(200, "{\"choices\":[{\"finish_reason\":\"stop\"}]}");
            }
        });
        gateway = TestGateway.start(
                YAML.replace("URL", upstream.baseUrl()),
                Map.of("REJECTED_API_KEY_1", SECRET + "on01", "REJECTED_API_KEY_2", SECRET + "tw02"));
    }

    @AfterAll
    static void stop() throws Exception {
        assertThat(log.all()).noneMatch(line -> line.contains(SECRET) || line.contains("pk-test"));
        log.close();
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 401, invalid_api_key",
        "pk-nobody-0123456789, 401, invalid_api_key",
        TestGateway.CLIENT_KEY + ", 403, permission_denied"
    })
    void isShownToHoldersOfAnAdminKeyAlone(String key, int status, String code) throws Exception {
        for (String path : List.of(STATUS, STATUS + "/down", STATUS + "/nobody")) {
            // When
            HttpResponse<String> answer = get(path, key);
            // Then
            assertThat(answer.statusCode()).isEqualTo(status);
            JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
            assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(error.getString("code")).isEqualTo(code);
            assertThat(answer.body()).doesNotContain("down", "limited");
        }
    }

    @Test
    void showsEveryConfiguredProviderAlsoOneThatHasNeverFailed() throws Exception {
        // When
        String body = get(STATUS, TestGateway.ADMIN_KEY).body();
        // Then
        assertThat(body).doesNotContain(SECRET, "pk-test");
        JsonObject page = new JsonObject(body);
        assertThat(instant(page, "generated_at")).isBeforeOrEqualTo(Instant.now());
        assertThat(page.getJsonArray("providers").stream().map(one -> ((JsonObject) one).getString("name")))
                .containsExactly("down", "limited", "rejected", "lonely", "gone", "fine", "missing", "sim");
        JsonObject fine = status("fine");
        assertThat(fine.getString("state")).isEqualTo("closed");
        assertThat(fine.getString("reason")).isNull();
        assertThat(fine.getString("next_probe")).isNull();
        assertThat(instant(fine, "since")).isBefore(instant(fine, "generated_at"));
        assertThat(fine.getString("base_url")).isEqualTo(upstream.baseUrl());
        assertThat(fine.getJsonArray("keys")).isEmpty();
        assertThat(fine.getJsonArray("last_errors")).isEmpty();
        assertThat(status("missing").getBoolean("usable")).isFalse();
        assertThat(status("missing").getJsonObject("health")).isNull();
    }

    @Test
    void showsAnOpenBreakerWithTheCallsThatOpenedIt() throws Exception {
        // Given
        Instant before = Instant.now().minusMillis(1);
        // When
        String first = callId(chat("down-2"));
        String second = callId(chat("down-2"));
        // Then
        JsonObject down = status("down");
        assertThat(down.getString("state")).isEqualTo("open");
        assertThat(down.getString("reason")).isEqualTo("2 failed in a row, the last one: overloaded");
        assertThat(instant(down, "since")).isBetween(before, Instant.now());
        assertThat(instant(down, "next_probe"))
                .isAfter(instant(down, "generated_at"))
                .isBetween(before.plusSeconds(60), Instant.now().plusSeconds(60));
        assertThat(down.getJsonObject("window").getMap())
                .containsExactlyInAnyOrderEntriesOf(Map.of("outcomes", 2, "failures", 2, "seconds", 30));
        JsonObject latest = down.getJsonArray("last_errors").getJsonObject(0);
        assertThat(latest.getString("call_id")).isEqualTo(second);
        assertThat(latest.getString("verdict")).isEqualTo("overloaded");
        assertThat(latest.getString("result")).isEqualTo("503");
        assertThat(instant(latest, "at")).isBetween(before, Instant.now());
        assertThat(down.getJsonArray("last_errors").getJsonObject(1).getString("call_id"))
                .isEqualTo(first);
        assertThat(gateway.metric("penstock_breaker_state")).isEqualTo(2);
        saysWhoCannotBeAsked();
    }

    private static void saysWhoCannotBeAsked() throws Exception {
        chat("limited-1");
        HttpResponse<String> answer = chat("mixed");
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        String after = answer.headers().firstValue("retry-after").orElseThrow();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error.getString("code")).isEqualTo("provider_unavailable");
        assertThat(error.getString("message"))
                .isEqualTo("No provider that serves 'mixed' can be asked now: limited (rate limited), "
                        + "down (breaker open). Try again in " + after + " s.");
        assertThat(Integer.parseInt(after)).isBetween(1, 30);
    }

    @Test
    void showsWhichKeyIsBenchedByItsLastFourCharactersAndItsVariable() throws Exception {
        // When
        assertThat(chat("rejected-1").statusCode()).isEqualTo(502);
        // Then
        JsonObject rejected = status("rejected");
        assertThat(rejected.encode()).doesNotContain(SECRET);
        List<JsonObject> keys = rejected.getJsonArray("keys").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertThat(keys).extracting(key -> key.getString("key")).containsExactly("...on01", "...tw02");
        assertThat(keys)
                .extracting(key -> key.getString("variable"))
                .containsExactly("REJECTED_API_KEY_1", "REJECTED_API_KEY_2");
        assertThat(keys).extracting(key -> key.getString("reason")).containsOnlyOnce("bad_key");
        JsonObject benched = keys.stream()
                .filter(key -> "bad_key".equals(key.getString("reason")))
                .findFirst()
                .orElseThrow();
        assertThat(instant(benched, "benched_until")).isAfter(Instant.now().plusSeconds(1_700));
        assertThat(metric("penstock_benched{provider=\"rejected\"}")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "limited"})
    void showsModelsThatAreBenched(String provider) throws Exception {
        // When
        chat(provider + "-1");
        // Then
        JsonObject model = status(provider).getJsonArray("benched_models").getJsonObject(0);
        boolean gone = provider.equals("gone");
        assertThat(model.getString("model")).isEqualTo(provider + "-1");
        assertThat(model.getString("key")).isEqualTo(gone ? null : "...l1m1");
        assertThat(model.getString("reason")).isEqualTo(gone ? "model_gone" : "rate_limited");
        assertThat(instant(model, "until"))
                .isBetween(Instant.now(), Instant.now().plusSeconds(60));
    }

    @Test
    void sendsTheCallerToTheOperatorWhereAllKeysWereRejected() throws Exception {
        // Given
        assertThat(chat("rejected-2").statusCode()).isEqualTo(502);
        // When
        HttpResponse<String> answer = chat("rejected-2");
        // Then
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(error.getString("code")).isEqualTo("provider_unavailable");
        assertThat(error.getString("message"))
                .isEqualTo("No provider that serves 'rejected-2' can be asked now: lonely (key rejected). "
                        + "The gateway's operator must set a valid key.");
    }

    @ParameterizedTest
    @CsvSource({
        "donw, Did you mean down?",
        "DOWN, Did you mean down?",
        "something-else, names them all.",
        "%22%3E%0d%0a, names them all."
    })
    void namesTheNearestProviderWhereNoneIsCalledSo(String name, String hint) throws Exception {
        // When
        HttpResponse<String> answer = get(STATUS + "/" + name, TestGateway.ADMIN_KEY);
        // Then
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(error.getString("code")).isEqualTo("provider_not_found");
        assertThat(error.getString("message")).endsWith(hint);
    }

    @Test
    void hasItsMetersAtZeroBeforeAnythingFails() throws Exception {
        // When
        String metrics = get("/metrics", "").body();
        // Then
        assertThat(metrics.lines())
                .contains("penstock_breaker_state{provider=\"fine\"} 0.0")
                .contains("penstock_benched{provider=\"missing\"} 0.0")
                .contains("penstock_breaker_transitions_total{provider=\"sim\",to=\"closed\"} 0.0")
                .contains("penstock_breaker_transitions_total{provider=\"sim\",to=\"half_open\"} 0.0")
                .contains("penstock_breaker_transitions_total{provider=\"sim\",to=\"open\"} 0.0");
    }

    private static double metric(String series) throws Exception {
        return get("/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }

    private static HttpResponse<String> chat(String model) throws Exception {
        String body = "{\"model\":\"" + model + "\",\"messages\":[]}";
        return gateway.client().send(gateway.post("/v1/chat/completions", body).build(), BodyHandlers.ofString());
    }

    private static String callId(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-penstock-call-id").orElseThrow();
    }

    private static JsonObject status(String provider) throws Exception {
        HttpResponse<String> answer = get(STATUS + "/" + provider, TestGateway.ADMIN_KEY);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static HttpResponse<String> get(String path, String key) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url(path)));
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return gateway.client().send(request.build(), BodyHandlers.ofString());
    }

    private static Instant instant(JsonObject object, String name) {
        return Instant.parse(object.getString(name));
    }
}
