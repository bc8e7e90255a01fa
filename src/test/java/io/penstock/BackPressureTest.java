package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.penstock.store.Await;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller that reads slowly, or not at all, holds back its own provider and nobody else's. */
class BackPressureTest {
    private static final String PIECE = "x".repeat(16_000);
    /** The buffers of two sockets on either side, and of the gateway between them. */
    private static final long HELD_BYTES_MAX = 24L << 20;

    @ParameterizedTest
    @CsvSource({"epoll, 1", "nio, 1", "auto, 2"})
    void holdsTheProviderBackAndDisturbsNoOtherCall(String transport, int eventLoops) throws Exception {
        // Given
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> {
                    if (request.body().contains("up-flood")) {
                        flood(wire, written, 6_000);
                    } else {
                        wire.json(200, "{\"quick\":true}");
                    }
                });
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), yaml(transport, eventLoops));
                RawCaller slow = RawCaller.of(gateway)) {
            slow.chat("{\"model\":\"up-flood\",\"stream\":true}");
            String head = slow.head();
            // When
            awaitStandstill(written);
            // Then
            assertThat(written.get()).isLessThan(HELD_BYTES_MAX);
            for (int i = 0; i < 40; i++) {
                assertThat(quick(gateway)).isEqualTo("{\"quick\":true}");
            }
            long held = written.get();
            byte[] some = new byte[1_024];
            for (int i = 0; i < 100; i++) {
                assertThat(slow.read(some)).isPositive();
            }
            assertThat(quick(gateway)).isEqualTo("{\"quick\":true}");
            assertThat(written.get()).isLessThan(held + HELD_BYTES_MAX);
            slow.close();
            gateway.awaitOpenCalls(0);
            for (int i = 0; i < 20; i++) {
                assertThat(quick(gateway)).isEqualTo("{\"quick\":true}");
            }
            gateway.awaitRow("select outcome from llm_usage_logs where model_asked = 'up-flood'", "client_cancelled");
            assertThat(head).startsWith("HTTP/1.1 200");
        }
    }

    private static String yaml(String transport, int eventLoops) {
        return "server: {transport: " + transport + ", event_loops: " + eventLoops
                + "}\nupstream: {connections_max: 2}\nusage: {flush_millis: 20}\n";
    }

    private static void flood(ScriptedUpstream.Wire wire, AtomicLong written, int pieces) throws IOException {
        wire.streamHead();
        for (int i = 0; i < pieces; i++) {
            wire.token(PIECE);
            written.addAndGet(PIECE.length());
        }
        wire.finish();
        wire.done();
    }

    /** Waits until the provider's writing stands still, seen by its count over many looks. */
    private static void awaitStandstill(AtomicLong written) {
        long[] last = {-1, System.nanoTime()};
        Await.until("the provider is held back", () -> {
            if (written.get() != last[0]) {
                last[0] = written.get();
                last[1] = System.nanoTime();
            }
            return last[0] > 0 && System.nanoTime() - last[1] > TimeUnit.MILLISECONDS.toNanos(150);
        });
    }

    private static String quick(TestGateway gateway) throws Exception {
        return gateway.client()
                .send(
                        gateway.post("/v1/chat/completions", "{\"model\":\"up-quick\"}")
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void deliversEveryByteToAReaderThatStopsAgainAndAgain(String transport) throws Exception {
        // Given
        AtomicLong written = new AtomicLong();
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> flood(wire, written, 1_500));
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), yaml(transport, 1))) {
            for (int call = 0; call < 4; call++) {
                try (RawCaller caller = RawCaller.of(gateway)) {
                    // When
                    String head =
                            caller.chat("{\"model\":\"up-1\",\"stream\":true}").head();
                    awaitStandstill(written);
                    Answer answer = caller.answer(head);
                    // Then
                    assertThat(answer.whole()).isTrue();
                    assertThat(answer.body()).endsWith("data: [DONE]\n\n");
                    assertThat(answer.body().length()).isGreaterThan(1_500 * PIECE.length());
                }
            }
            gateway.awaitRow("select count(*) from llm_usage_logs where outcome = 'completed'", "4");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epoll", "nio"})
    void handsALargeAnswerOnWhole(String transport) throws Exception {
        // Given
        AtomicLong written = new AtomicLong();
        String answer =
                "{\"data\":\"" + "z".repeat(20 << 20) + "\",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}";
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> {
                    wire.json(200, answer);
                    written.incrementAndGet();
                });
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), yaml(transport, 1));
                RawCaller caller = RawCaller.of(gateway)) {
            // When
            String head = caller.chat("{\"model\":\"up-1\"}").head();
            assertThat(written.get()).isZero();
            Answer read = caller.answer(head);
            // Then
            assertThat(read.whole()).isTrue();
            assertThat(read.body()).isEqualTo(answer);
            gateway.awaitRow("select outcome || input_tokens || output_tokens from llm_usage_logs", "completed34");
        }
    }
}
