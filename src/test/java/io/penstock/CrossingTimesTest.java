package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two times that come at once, or one that outlives what it was set for. */
class CrossingTimesTest {
    private static final String STREAM = "{\"model\":\"a-1\",\"stream\":true,\"messages\":[{\"role\":\"user\"}]}";

    private static TestGateway between(ScriptedUpstream one, ScriptedUpstream two, String yaml) throws Exception {
        return TestGateway.start(yaml + """
                        providers:
                          a: {base_url: "%s", api_key: sk-a-0123456789, models: [a-1]}
                          b: {base_url: "%s", api_key: sk-b-0123456789, models: [b-1]}
                        rules: [{models: [a-1], fallbacks: [b/b-1]}]
                        """.formatted(one.baseUrl(), two.baseUrl()), Map.of());
    }

    /** A rate limit on the first request, then a slow answer of twenty tokens. */
    private static ScriptedUpstream.Script limitedOnce() {
        AtomicInteger asked = new AtomicInteger();
        return (request, wire) -> {
            if (asked.getAndIncrement() == 0) {
                wire.write("HTTP/1.1 429 X\r\nretry-after: 2\r\ncontent-length: 0\r\n\r\n");
                return;
            }
            wire.streamHead();
            for (int i = 0; i < 20; i++) {
                wire.token("w" + i + " ");
                wire.closedWithin(50);
            }
            wire.finish();
            wire.done();
        };
    }

    @Test
    void noHedgeFallsDueWhileACallPauses() throws Exception {
        // Given
        try (ScriptedUpstream one = new ScriptedUpstream(limitedOnce());
                ScriptedUpstream two = new ScriptedUpstream(limitedOnce());
                TestGateway gateway = between(one, two, "resilience: {hedge_after_seconds: 2}\n");
                RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.chat(STREAM).answer();
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-penstock-attempts")).isEqualTo("a:429,b:429,a:200");
            assertThat(answer.whole()).isTrue();
            assertThat(answer.body()).contains("w19").contains("[DONE]");
        }
    }

    @Test
    void aReaderThatCatchesUpDoesNotTakeTheDeadlineFromARescue() throws Exception {
        // Given
        String flood = "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + "x".repeat(230_000)
                + "\"},\"finish_reason\":null}]}\n\ndata: {\"error\":{\"message\":\"overloaded\",\"code\":503}}\n\n";
        try (ScriptedUpstream one = new ScriptedUpstream((request, wire) -> {
                    wire.streamHead();
                    wire.token("hi ");
                    wire.closedWithin(300);
                    wire.chunk(flood);
                    wire.closedWithin(20_000);
                });
                ScriptedUpstream two = new ScriptedUpstream((request, wire) -> {
                    wire.closedWithin(1_000);
                    wire.streamHead();
                    wire.closedWithin(20_000);
                });
                TestGateway gateway = between(
                        one,
                        two,
                        "timeouts: {first_token_seconds: 3, headers_seconds: 2, idle_seconds: 60}\nresilience: {attempts_max: 2}\n");
                RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.chat(STREAM).answer();
            // Then
            assertThat(answer.whole()).isFalse();
            assertThat(answer.body()).contains("xxx").contains("event: error").doesNotContain("[DONE]");
        }
    }

    @Test
    void theTimeACallerTakesToSendItsBodyIsNotTheProviders() throws Exception {
        // Given
        String body = "{\"model\":\"sim-headers-0.6\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        String head = RawCaller.head("/v1/chat/completions", "content-length: " + body.length());
        try (TestGateway gateway = TestGateway.start(
                "timeouts: {answer_seconds: 2}\nresilience: {attempts_max: 1, breaker: {streak: 1}}\n", Map.of())) {
            for (int calls = 0; calls < 2; calls++) {
                try (Socket socket = gateway.socket();
                        RawCaller caller = new RawCaller(socket)) {
                    // When
                    socket.getOutputStream().write((head + body.substring(0, 5)).getBytes(StandardCharsets.UTF_8));
                    silence(socket, 1_700);
                    socket.setSoTimeout(10_000);
                    Answer answer = caller.send(body.substring(5)).answer();
                    // Then
                    assertThat(answer.status()).isEqualTo(200);
                }
            }
        }
    }

    private static void silence(Socket socket, int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            assertThat(socket.getInputStream().read())
                    .as("an answer before the request")
                    .isNegative();
        } catch (SocketTimeoutException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @Test
    void aFullPoolOfTheGatewaysOwnOpensNoBreaker() throws Exception {
        // Given
        try (ScriptedUpstream one = new ScriptedUpstream((request, wire) -> {
                    wire.streamHead();
                    wire.token("w");
                    wire.closedWithin(20_000);
                });
                TestGateway gateway = TestGateway.before(one.baseUrl(), """
                        server: {event_loops: 1}
                        timeouts: {headers_seconds: 1, idle_seconds: 60}
                        upstream: {connections_max: 1}
                        resilience: {attempts_max: 1, breaker: {streak: 1}}
                        """);
                RawCaller longOne = RawCaller.of(gateway)) {
            longOne.chat(STREAM.replace("a-1", "up-1"));
            one.next();
            for (int calls = 0; calls < 2; calls++) {
                try (RawCaller waiting = RawCaller.of(gateway)) {
                    // When
                    Answer answer = waiting.chat(STREAM.replace("a-1", "up-1")).answer();
                    // Then
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.body()).contains("provider_busy");
                }
            }
        }
    }
}
