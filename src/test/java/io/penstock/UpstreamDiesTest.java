package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.penstock.ScriptedUpstream.Script;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A provider that fails before the first token is an HTTP error, one that fails later an error event and an unclean end. */
class UpstreamDiesTest {
    private static final String ROLE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final String ERROR =
            "data: {\"error\":{\"message\":\"overloaded, sk-upstream-secret-0123456789\",\"code\":\"x\"}}\n\n";
    private static final String JSON = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

    private static final String BEFORE_THE_FIRST_TOKEN = """
            reset before the head, true, 502, provider_closed_connection
            reset before the head, false, 502, provider_closed_connection
            closed before the head, true, 502, provider_closed_connection
            reset inside the head, true, 502, provider_closed_connection
            no HTTP, false, 502, provider_closed_connection
            no head, true, 504, provider_timeout
            no head, false, 504, provider_timeout
            head and silence, true, 504, provider_timeout
            head and silence, false, 504, provider_timeout
            role and silence, true, 504, provider_timeout
            role and cut, true, 502, provider_cut_answer
            role and reset, true, 502, provider_cut_answer
            role and end, true, 502, provider_cut_answer
            role and DONE, true, 502, provider_unfinished_answer
            role and error, true, 502, provider_error
            half a token and cut, true, 502, provider_cut_answer
            half a large token and cut, true, 502, provider_cut_answer
            redirect, true, 502, provider_error
            redirect, false, 502, provider_error
            half a JSON by length, false, 502, provider_cut_answer
            half a JSON in chunks, false, 502, provider_cut_answer
            half a JSON and reset, false, 502, provider_cut_answer
            half a JSON to the end, false, 502, provider_cut_answer
            half a JSON and silence, false, 504, provider_stalled
            """;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        gateway = TestGateway.start(TestGateway.ONE_ATTEMPT + """
                timeouts: {connect_millis: 1000, first_token_seconds: 1, answer_seconds: 3, idle_seconds: 1}
                usage: {flush_millis: 20}
                limits: {answer_bytes_max: 1024}
                providers:
                  up: {base_url: "%s", api_key: sk-upstream-secret-0123456789, models: ["up-*"]}
                  gone: {base_url: "http://127.0.0.1:%d", keyless: true, models: []}
                """.formatted(upstream.baseUrl(), closed), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = BEFORE_THE_FIRST_TOKEN)
    void answersWithAnErrorWhileNothingWasDelivered(String how, boolean streaming, int status, String code)
            throws Exception {
        // Given
        upstream.plays(before(how));
        String model = "up-" + (how + streaming).replace(" ", "");
        // When
        Answer answer = chat("{\"model\":\"" + model + "\",\"stream\":" + streaming + "}");
        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.whole()).isTrue();
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                .isEqualTo(code);
        assertThat(answer.body()).doesNotContain("sk-upstream");
        String outcome = how.equals("redirect") ? "provider_refused" : "provider_failed";
        String result = how.equals("redirect") ? "302" : label(code);
        assertThat(row(model)).isEqualTo(outcome + " " + status + " " + code + " " + result + " null");
    }

    private static Script before(String how) {
        return (request, wire) -> {
            switch (how) {
                case "reset before the head" -> wire.reset();
                case "closed before the head" -> wire.socket().close();
                case "no HTTP" -> {
                    wire.write("220 mail.example.org ESMTP\r\n\r\n");
                    wire.socket().close();
                }
                case "reset inside the head" -> {
                    wire.write("HTTP/1.1 200 OK\r\ncontent-");
                    wire.socket().close();
                }
                case "redirect" ->
                    wire.write("HTTP/1.1 302 Found\r\nlocation: https://example.org/\r\ncontent-length: 2\r\n\r\n{}");
                case "half a JSON by length" -> cut(wire, JSON + "content-length: 50\r\n\r\n{\"id\":");
                case "half a JSON in chunks" -> cut(wire, JSON + "transfer-encoding: chunked\r\n\r\n6\r\n{\"id\":\r\n");
                case "half a JSON to the end" -> cut(wire, JSON + "connection: close\r\n\r\n{\"id\":");
                case "half a JSON and reset" -> {
                    wire.write(JSON + "content-length: 50\r\n\r\n{\"id\":");
                    wire.reset();
                }
                case "half a JSON and silence" -> wire.write(JSON + "content-length: 50\r\n\r\n{\"id\":");
                case "no head" -> assertThat(request).isNotNull();
                case "head and silence" -> wire.streamHead();
                default -> {
                    wire.streamHead();
                    wire.chunk(ROLE);
                    afterRole(how, wire);
                }
            }
        };
    }

    private static void afterRole(String how, ScriptedUpstream.Wire wire) throws IOException {
        switch (how) {
            case "role and cut" -> wire.socket().close();
            case "role and reset" -> wire.reset();
            case "role and end" -> wire.endOfChunks();
            case "role and DONE" -> wire.done();
            case "role and error" -> wire.chunk(ERROR);
            case "half a token and cut" -> {
                wire.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi");
                wire.socket().close();
            }
            case "half a large token and cut" -> {
                wire.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "x".repeat(200_000));
                wire.socket().close();
            }
            default -> assertThat(how).isEqualTo("role and silence");
        }
    }

    private static void cut(ScriptedUpstream.Wire wire, String bytes) throws IOException {
        wire.write(bytes);
        wire.socket().close();
    }

    @ParameterizedTest
    @CsvSource({
        "cut, provider_cut_answer", "reset, provider_cut_answer",
        "end, provider_cut_answer", "DONE, provider_unfinished_answer",
        "error, provider_error", "error and cut, provider_error",
        "silence, provider_stalled", "half an event and cut, provider_cut_answer"
    })
    void endsABegunStreamWithAnErrorEventAndUncleanly(String how, String code) throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> released = new CompletableFuture<>();
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.token("Hi");
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            after(how, wire);
            released.complete(wire.socket().isClosed() || wire.closedWithin(3_000));
        });
        String model = "up-after" + how.replace(" ", "");
        // When
        Answer answer = chat("{\"model\":\"" + model + "\",\"stream\":true}", begun);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isFalse();
        assertThat(answer.body()).contains("\"content\":\"Hi\"").doesNotContain("[DONE]", "sk-upstream", "half");
        String event = answer.body().substring(answer.body().indexOf("\n\n") + 2);
        assertThat(event).startsWith("event: error\ndata: {").endsWith("}\n\n").containsOnlyOnce("data:");
        JsonObject error = new JsonObject(event.substring(event.indexOf('{'))).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(row(model)).matches("stream_broken 200 " + code + " " + label(code) + " \\d+");
        if (!how.equals("end") && !how.equals("DONE")) {
            assertThat(released.join()).isTrue();
        }
    }

    private static void after(String how, ScriptedUpstream.Wire wire) throws IOException {
        switch (how) {
            case "cut" -> wire.socket().close();
            case "reset" -> wire.reset();
            case "end" -> wire.endOfChunks();
            case "DONE" -> wire.done();
            case "error" -> wire.chunk(ERROR);
            case "error and cut" -> {
                wire.chunk(ERROR);
                wire.socket().close();
            }
            case "half an event and cut" -> {
                wire.chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half");
                wire.socket().close();
            }
            default -> assertThat(how).isEqualTo("silence");
        }
    }

    @ParameterizedTest
    @CsvSource({"cut, provider_cut_answer", "reset, provider_cut_answer", "silence, provider_stalled"})
    void endsALargeAnswerUncleanlyWhenItBreaksOff(String how, String code) throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        upstream.plays((request, wire) -> {
            wire.write(JSON + "content-length: 9000\r\n\r\n{\"x\":\"" + "y".repeat(5_000));
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            after(how, wire);
        });
        String model = "up-large" + how;
        // When
        Answer answer = chat("{\"model\":\"" + model + "\"}", begun);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.whole()).isFalse();
        assertThat(row(model)).matches("stream_broken 200 " + code + " " + label(code) + " \\d+");
    }

    @Test
    void answers502WhereNobodyListens() throws Exception {
        // Given
        String body = "{\"model\":\"gone/m\",\"stream\":true}";
        // When
        Answer answer = chat(body);
        // Then
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.body()).contains("provider_unreachable").doesNotContain("127.0.0.1");
        assertThat(row("gone/m")).isEqualTo("provider_failed 502 provider_unreachable unreachable null");
    }

    private static Answer chat(String body) throws IOException {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.chat(body).answer();
        }
    }

    private static Answer chat(String body, CountDownLatch begun) throws IOException {
        try (RawCaller caller = RawCaller.of(gateway)) {
            String head = caller.chat(body).head();
            begun.countDown();
            return caller.answer(head);
        }
    }

    /** Outcome, status, error, result of the only attempt and first token of the only row of this model. */
    /** How the failure that is told by this code stands in the list of attempts. */
    private static String label(String code) {
        return switch (code) {
            case "provider_closed_connection" -> "reset";
            case "provider_timeout" -> "timeout";
            case "provider_cut_answer", "provider_unfinished_answer" -> "cut";
            case "provider_error" -> "reported";
            case "provider_stalled" -> "stalled";
            default -> throw new IllegalArgumentException(code);
        };
    }

    private static String row(String model) throws Exception {
        String where = " from llm_usage_logs where model_asked = '" + model + "'";
        gateway.awaitRow("select count(*)" + where, "1");
        return gateway.database()
                .ask("select outcome || ' ' || http_status || ' ' || error_code || ' ' || (attempts->0->>'result')"
                        + " || ' ' || coalesce(first_token_millis::text, 'null')" + where);
    }
}
