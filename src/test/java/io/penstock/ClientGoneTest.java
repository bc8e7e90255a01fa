package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Script;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller that leaves stops the provider's work within a second, whenever it leaves. */
class ClientGoneTest {
    private static final int STOPPED_MILLIS_MAX = 1_000;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        gateway = TestGateway.before(
                upstream.baseUrl(),
                "upstream: {connections_max: 2}\nserver: {event_loops: 1}\nusage: {flush_millis: 20}\n");
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({
        "nothing,       fin, false", "nothing,       rst, false",
        "nothing,       fin, true", "nothing,       rst, true",
        "head,          fin, false", "head,          rst, false",
        "head,          fin, true", "head,          rst, true",
        "half a body,   fin, false", "half a body,   rst, false",
        "role,          fin, true", "role,          rst, true",
        "token,         fin, true", "token,         rst, true",
        "finish reason, fin, true", "finish reason, rst, true"
    })
    void stopsTheProviderWhenTheCallerLeavesAfterItWasSent(String sent, String how, boolean streaming)
            throws Exception {
        // Given
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        upstream.plays((request, wire) -> {
            part(sent).answer(request, wire);
            written.countDown();
            stopped.complete(wire.closedWithin(STOPPED_MILLIS_MAX));
        });
        String model = "up-" + (sent + how + streaming).replace(" ", "");
        RawCaller caller = RawCaller.of(gateway);
        caller.chat("{\"model\":\"" + model + "\",\"stream\":" + streaming + "}");
        assertThat(written.await(5, TimeUnit.SECONDS)).isTrue();
        boolean begun = sent.equals("token") || sent.equals("finish reason");
        if (begun) {
            assertThat(caller.head()).startsWith("HTTP/1.1 200");
        }
        // When
        leave(caller, how);
        // Then
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        gateway.awaitRow(
                "select outcome || ' ' || coalesce(http_status, 0) || ' ' || (attempts->0->>'result')"
                        + " from llm_usage_logs where model_asked = '" + model + "'",
                "client_cancelled " + (begun ? 200 : 0) + " cancelled");
    }

    private static Script part(String sent) {
        return (request, wire) -> {
            switch (sent) {
                case "head" -> wire.streamHead();
                case "half a body" ->
                    wire.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{\"a\"");
                case "role" -> {
                    wire.streamHead();
                    wire.chunk(
                            "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
                }
                case "token" -> {
                    wire.streamHead();
                    wire.token("Hi");
                }
                case "finish reason" -> {
                    wire.streamHead();
                    wire.token("Hi");
                    wire.finish();
                }
                default -> assertThat(sent).isEqualTo("nothing");
            }
        };
    }

    private static void leave(RawCaller caller, String how) throws IOException {
        if (how.equals("rst")) {
            caller.reset();
        } else {
            caller.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"fin", "rst"})
    void asksNobodyWhenTheCallerLeavesWhileSendingItsBody(String how) throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, "{\"asked\":true}"));
        String before = gateway.database()
                .ask("select count(*) from llm_usage_logs where outcome = 'client_cancelled' and model_asked is null");
        RawCaller caller = RawCaller.of(gateway);
        caller.send(RawCaller.head("/v1/chat/completions", "content-length: 100"))
                .send("{\"model\":\"up-1\"");
        gateway.awaitOpenCalls(1);
        // When
        leave(caller, how);
        // Then
        gateway.awaitRow(
                "select count(*) from llm_usage_logs where outcome = 'client_cancelled' and model_asked is null"
                        + " and attempts = '[]' and http_status is null",
                String.valueOf(Integer.parseInt(before) + 1));
        upstream.plays((request, wire) -> wire.json(200, "{\"next\":true}"));
        assertThat(chat("{\"model\":\"up-next\"}").body()).isEqualTo("{\"next\":true}");
        assertThat(upstream.next().body()).contains("up-next");
    }

    @Test
    void givesUpThePlaceInTheQueueOfACallerThatLeavesWhileWaitingForAConnection() throws Exception {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        upstream.plays((request, wire) -> {
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
            wire.json(200, "{}");
        });
        try (RawCaller first = RawCaller.of(gateway);
                RawCaller second = RawCaller.of(gateway)) {
            first.chat("{\"model\":\"up-q1\"}");
            second.chat("{\"model\":\"up-q2\"}");
            upstream.next();
            upstream.next();
            RawCaller third = RawCaller.of(gateway);
            third.chat("{\"model\":\"up-q3\"}");
            gateway.awaitOpenCalls(3);
            // When
            third.close();
            gateway.awaitRow("select outcome from llm_usage_logs where model_asked = 'up-q3'", "client_cancelled");
            release.countDown();
            // Then
            assertThat(first.answer().body()).isEqualTo("{}");
            assertThat(second.answer().body()).isEqualTo("{}");
            for (int i = 0; i < 5; i++) {
                assertThat(chat("{\"model\":\"up-after\"}").status()).isEqualTo(200);
                assertThat(upstream.next().body()).contains("up-after");
            }
        }
    }

    @Test
    void writesOneRowForACallerThatLeavesInTheMiddleOfAPipeline() throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        upstream.plays((request, wire) -> stopped.complete(wire.closedWithin(STOPPED_MILLIS_MAX)));
        RawCaller caller = RawCaller.of(gateway);
        caller.chat("{\"model\":\"up-pipe\"}").chat("{\"model\":\"up-pipe\"}").chat("{\"model\":\"up-pipe\"}");
        upstream.next();
        // When
        caller.close();
        // Then
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        gateway.awaitRow(
                "select string_agg(outcome, ',') from llm_usage_logs where model_asked = 'up-pipe'",
                "client_cancelled");
    }

    private static RawCaller.Answer chat(String body) throws IOException {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.chat(body).answer();
        }
    }
}
