package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer's headers tell an SDK: who it is, and whether and when to ask again. */
class RetryHintsTest {
    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static int names;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        StringBuilder yaml = new StringBuilder(TestGateway.ONE_ATTEMPT + "providers:\n");
        for (int i = 0; i < 20; i++) {
            yaml.append(Stage.entry("up" + i, upstream.baseUrl()));
        }
        gateway = TestGateway.start(yaml.toString(), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static Answer chat(String model) throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.chat("{\"model\":\"" + model + "\"}").answer();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "429, retry-after: 7,                            rate_limit_exceeded, 7,    7000, true",
        "429, retry-after-ms: 1500,                      rate_limit_exceeded, 2,    1500, true",
        "429, retry-after: 3600,                         rate_limit_exceeded, 3600, 3600000, false",
        "429, x: y,                                      insufficient_quota,  -,    -,    false",
        "429, x-should-retry: true,                      insufficient_quota,  -,    -,    false",
        "503, retry-after: 3,                            overloaded,          3,    3000, true",
        "400, x: y,                                      bad,                 -,    -,    -"
    })
    void saysWhetherAndWhenToAskAgain(
            int status, String header, String code, String after, String afterMillis, String should) throws Exception {
        // Given
        String body = "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"" + code + "\"}}";
        upstream.plays((request, wire) -> wire.write("HTTP/1.1 " + status
                + " X\r\ncontent-type: application/json\r\n" + header + "\r\ncontent-length: " + body.length()
                + "\r\n\r\n" + body));
        // When
        Answer answer = chat("up" + names++ + "/m");
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(List.of(
                        shown(answer, "retry-after"), shown(answer, "retry-after-ms"), shown(answer, "x-should-retry")))
                .isEqualTo(List.of(after, afterMillis, should));
    }

    private static String shown(Answer answer, String name) {
        String value = answer.header(name);
        return value == null ? "-" : value;
    }

    @Test
    void saysSoOfItsOwnRefusalsToo() throws Exception {
        // Given
        String provider = "up" + names++;
        upstream.plays(
                (request, wire) -> wire.write("HTTP/1.1 429 X\r\nretry-after: 30\r\ncontent-length: 2\r\n\r\n{}"));
        chat(provider + "/m");
        // When
        Answer answer = chat(provider + "/m");
        // Then
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("x-should-retry")).isEqualTo("true");
        assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 30);
        assertThat(Integer.parseInt(answer.header("retry-after-ms"))).isBetween(1, 30_000);
    }

    @Test
    void namesACallByItsOwnIdAndKeepsTheProvidersBesideIt() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.write("HTTP/1.1 200 X\r\ncontent-type: application/json\r\n"
                + "x-request-id: req_theirs\r\ncontent-length: 2\r\n\r\n{}"));
        // When
        Answer answer = chat("up" + names++ + "/m");
        // Then
        String id = answer.header("x-penstock-call-id");
        assertThat(answer.header("x-request-id")).isEqualTo(id);
        assertThat(answer.header("request-id")).isEqualTo(id);
        assertThat(answer.header("x-penstock-provider-request-id")).isEqualTo("req_theirs");
    }

    @ParameterizedTest
    @CsvSource({"/v1/nowhere, 404", "/v1/models, 200", "/health, 200", "/v1/chat/completions, 405"})
    void namesEveryOtherAnswer(String path, int status) throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(path).replaceFirst("POST", "GET"))
                    .answer();
            // Then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("x-request-id")).isNotBlank().isEqualTo(answer.header("request-id"));
            assertThat(shown(answer, "x-should-retry")).isEqualTo(status < 400 ? "-" : "false");
        }
    }

    @Test
    void keepsAKeyInTheQueryToItself() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.reset());
        String body = "{\"model\":\"up" + names++ + "/m\"}";
        String head = "POST /v1/chat/completions?key=" + TestGateway.CLIENT_KEY
                + "&alt=sse HTTP/1.1\r\nhost: a\r\ncontent-length: " + body.length() + "\r\n\r\n";
        try (LogLines log = new LogLines();
                RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(head + body).answer();
            caller.send("GET /v1/nowhere?key=" + TestGateway.CLIENT_KEY + " HTTP/1.1\r\nhost: a\r\n\r\n");
            Answer nowhere = caller.answer();
            // Then
            assertThat(answer.status()).isEqualTo(502);
            assertThat(upstream.next().head())
                    .startsWith("POST /v1/chat/completions HTTP/1.1\n")
                    .doesNotContain(TestGateway.CLIENT_KEY);
            assertThat(answer.body() + answer.head() + nowhere.body()).doesNotContain(TestGateway.CLIENT_KEY);
            assertThat(log.all()).isNotEmpty();
            assertThat(log.with(TestGateway.CLIENT_KEY)).isEmpty();
        }
    }
}
