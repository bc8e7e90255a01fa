package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a caller may take to send, to rest and to read, with every bound at a second or two. */
class ConnectionTimesTest {
    private static final String SHORT = """
            server: {idle_connection_seconds: 1, transport: %s}
            timeouts: {receive_seconds: 1, stalled_reader_seconds: 3}
            usage: {flush_millis: 20}
            """;
    private static final String LARGE = "{\"x\":\"" + "y".repeat(12 << 20) + "\"}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        gateway = TestGateway.before(
                upstream.baseUrl(), SHORT.formatted("auto") + "limits: {answer_bytes_max: 20000000}\n");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void takesABodyThatComesByteByByte() throws Exception {
        // Given
        byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-100x0\"}"
                .getBytes(StandardCharsets.UTF_8);
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head("/v1/chat/completions", "content-length: " + body.length));
            // When
            for (byte b : body) {
                caller.send(new byte[] {b});
            }
            // Then
            assertThat(caller.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void answers408WhenTheBodyStopsAndThenEndsTheConnection() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head("/v1/chat/completions", "content-length: 100"))
                    .send("{\"model\":");
            // Then
            Answer answer = caller.answer();
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.body()).contains("\"request_timeout\"");
            assertThat(caller.endsWithin(4_000)).isTrue();
        }
        gateway.awaitRow("select outcome from llm_usage_logs where error_code = 'request_timeout'", "rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "P", "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n"})
    void endsAConnectionThatNeverAsksAnything(String sent) throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(sent);
            // Then
            assertThat(caller.endsWithin(4_000)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void endsAConnectionThatRestsForTooLongAfterItsAnswer(String transport) throws Exception {
        // Given
        try (TestGateway resting = TestGateway.before(upstream.baseUrl(), SHORT.formatted(transport));
                RawCaller caller = RawCaller.of(resting);
                RawCaller stream = RawCaller.of(resting)) {
            caller.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-10x0\"}");
            stream.chat(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-10x0\",\"stream\":true}");
            // When
            assertThat(caller.answer().status()).isEqualTo(200);
            assertThat(stream.answer().whole()).isTrue();
            // Then
            assertThat(caller.endsWithin(2_500)).isTrue();
            assertThat(stream.endsWithin(2_500)).isTrue();
        }
    }

    @Test
    void keepsAConnectionWhileASlowAnswerIsUnderWay() throws Exception {
        // Given
        try (RawCaller stream = RawCaller.of(gateway);
                RawCaller whole = RawCaller.of(gateway)) {
            // When
            stream.chat(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-first-token-2.5\",\"stream\":true}");
            whole.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-headers-2.5\"}");
            // Then
            assertThat(stream.answer().whole()).isTrue();
            assertThat(whole.answer().whole()).isTrue();
        }
    }

    @Test
    void keepsAConnectionThatIsUsedForOtherThingsThanCalls() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway);
                RawCaller clock = RawCaller.of(gateway)) {
            for (int i = 0; i < 5; i++) {
                // When
                caller.send("GET /health/live HTTP/1.1\r\nhost: gateway\r\n\r\n");
                // Then
                assertThat(caller.answer().status()).isEqualTo(200);
                clock.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-headers-0.5\"}");
                assertThat(clock.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void keepsAConnectionWhileItsLastBytesAreStillBeingRead() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, LARGE));
        try (RawCaller reader = RawCaller.of(gateway);
                RawCaller clock = RawCaller.of(gateway)) {
            String head = reader.chat("{\"model\":\"up-1\"}").head();
            // When
            clock.chat("{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-headers-2\"}");
            assertThat(clock.answer().status()).isEqualTo(200);
            // Then
            assertThat(reader.answer(head).body()).isEqualTo(LARGE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "stream"})
    void cutsOffACallerThatReadsNothing(String kind) throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            for (int i = 0; i < 4_000; i++) {
                wire.token("x".repeat(16_000));
            }
        });
        boolean streaming = kind.equals("stream");
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.chat("{\"model\":\"up-" + kind + "\",\"stream\":" + streaming + "}");
            // Then
            gateway.awaitRow(
                    "select outcome from llm_usage_logs where model_asked = 'up-" + kind + "'", "client_cancelled");
        }
    }
}
