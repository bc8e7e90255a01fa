package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider's refusal reaches the caller with its status and its words, and never with a key. */
class ProviderRefusalTest {
    private static final String SECRET = "sk-upstream-secret-0123456789";

    private static final String[] BODIES = {
        "{\"error\":{\"message\":\"words KEY\",\"type\":\"t\",\"param\":null,\"code\":\"KEY\"},\"more\":1}",
        "{\"message\":\"words KEY\"}",
        "{\"error\":\"words KEY\"}",
        "[{\"error\":{\"message\":\"words KEY\"}}]",
        "{\"error\":{\"message\":\"words KEY " + "x".repeat(200_000) + "\"}}",
        "[null]",
        "[]",
        "<html>KEY</html>",
        "",
        "x".repeat(600_000)
    };

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        gateway = TestGateway.start(
                TestGateway.ONE_ATTEMPT + "usage: {flush_millis: 20}\nproviders:\n" + providers(), Map.of());
    }

    /** One for each case, because a key that was rejected is left alone. */
    private static String providers() {
        StringBuilder yaml = new StringBuilder();
        String entry = "  %s: {base_url: \"%s\", api_key: %s, models: [\"%s-*\"]}\n";
        yaml.append(entry.formatted("up", upstream.baseUrl(), SECRET, "up"));
        for (int status : new int[] {400, 401, 403, 404, 422, 429, 500, 503, 529}) {
            for (int i = 0; i < BODIES.length; i++) {
                String name = "up" + status + "b" + i;
                yaml.append(entry.formatted(name, upstream.baseUrl(), SECRET, name));
            }
        }
        return yaml.toString();
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, 400",
        "401, 502",
        "403, 403",
        "404, 404",
        "422, 422",
        "429, 429",
        "500, 500",
        "503, 503",
        "529, 529"
    })
    void passesTheStatusOnInEveryShapeOfBody(int status, int seen) throws Exception {
        for (int i = 0; i < BODIES.length; i++) {
            // Given
            String body = BODIES[i];
            String provider = "up" + status + "b" + i;
            refuses(status, body.replace("KEY", SECRET));
            try (RawCaller caller = RawCaller.of(gateway)) {
                // When
                Answer answer = caller.chat("{\"model\":\"" + provider + "-1\",\"stream\":true}")
                        .answer();
                // Then
                assertThat(answer.status()).isEqualTo(seen);
                assertThat(answer.header("retry-after")).isEqualTo(status == seen ? "7" : null);
                assertThat(answer.head() + answer.body()).doesNotContain(SECRET);
                String message =
                        new JsonObject(answer.body()).getJsonObject("error").getString("message");
                assertThat(message)
                        .as("%.60s", body)
                        .contains(body.contains("words") && seen == status ? "words" : provider + " ");
            }
        }
        verifyRows(status);
    }

    private static void refuses(int status, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        upstream.plays((request, wire) -> {
            wire.write("HTTP/1.1 " + status + " X\r\nretry-after: 7\r\nx-account: " + SECRET + "\r\ncontent-length: "
                    + bytes.length + "\r\n\r\n");
            wire.write(bytes);
        });
    }

    private static void verifyRows(int status) throws Exception {
        gateway.awaitRow("select count(*) from llm_usage_logs l where l::text like '%upstream-secret%'", "0");
        gateway.awaitRow(
                "select count(*) from llm_usage_logs where outcome = 'provider_refused' and attempts->0->>'result' = '"
                        + status + "'",
                String.valueOf(BODIES.length));
    }

    private static final String METADATA = "\"_metadata\":{\"provider_used\":\"up\",\"model_used\":\"up-1\","
            + "\"power_level\":null,\"cost_incurred\":null,\"attempts\":1}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",\"stream_options\":null",
                ",\"stream_options\":{}",
                ",\"stream_options\":{\"include_usage\":false}",
                ",\"stream_options\":{\"x\":[1]}",
                ",\"stream_options\":{\"include_usage\":true}"
            })
    void showsTheUsageChunkToThoseWhoAskedForItWhereverTheBytesAreCut(String options) throws Exception {
        // Given
        String token = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"h\u00e9\"}}],\"x\":1.50}\r\n\r\n"
                + ": comment\r\n\r\nevent: odd\r\ndata: {\"unknown\":true}\r\n\r\n"
                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\r\n\r\n";
        String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3}}\r\n\r\n";
        byte[] bytes = (token + usage + "data: [DONE]\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        String expected = token + (options.contains("true") ? usage.replace("}}", "}," + METADATA + "}") : "")
                + "data: [DONE]\r\n\r\n";
        for (int cut = 1; cut < bytes.length; cut += 3) {
            int at = cut;
            upstream.plays((request, wire) -> {
                wire.streamHead();
                wire.chunk(Arrays.copyOf(bytes, at));
                wire.chunk(Arrays.copyOfRange(bytes, at, bytes.length));
                wire.endOfChunks();
            });
            try (RawCaller caller = RawCaller.of(gateway)) {
                // When
                caller.chat("{\"model\":\"up-1\",\"stream\":true" + options + "}");
                Answer answer = caller.answer();
                // Then
                assertThat(answer.body()).as("cut at %d", at).isEqualTo(expected);
                assertThat(answer.whole()).isTrue();
                assertThat(upstream.next().body()).containsOnlyOnce("\"include_usage\":true");
            }
        }
    }
}
