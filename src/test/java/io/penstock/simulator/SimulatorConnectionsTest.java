package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static io.penstock.simulator.SimulatorServer.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When bytes come, when they stop, and what becomes of the connection. */
class SimulatorConnectionsTest {

    private static SimulatorServer server;

    @BeforeAll
    static void start() {
        server = new SimulatorServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void takesTheTimeItsNameSays() {
        // When
        Duration slow = timed(() -> server.events(streamed("sim-slow").put("max_tokens", 3)));
        Duration whole = timed(() -> server.json(chat("sim-4x50")));
        List<String> fast = server.events(streamed("sim-fast"));

        // Then
        assertThat(slow).isGreaterThanOrEqualTo(Duration.ofMillis(440));
        assertThat(whole).isGreaterThanOrEqualTo(Duration.ofMillis(190));
        assertThat(fast).hasSize(63);
    }

    @Test
    void sendsTheHeadLate() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-headers-0.3").put("max_tokens", 1))) {
            // When
            Duration head = timed(exchange::head);

            // Then
            assertThat(head).isGreaterThanOrEqualTo(Duration.ofMillis(250));
            assertThat(exchange.chunks()).hasSize(5);
        }
    }

    @Test
    void sendsTheRoleAtOnceAndTheFirstTokenLate() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-first-token-0.4").put("max_tokens", 1))) {
            // When
            Duration role = timed(() -> {
                exchange.head();
                assertThat(exchange.chunkText()).contains("\"role\":\"assistant\"");
            });
            Duration token = timed(() -> assertThat(exchange.chunkText()).contains("You"));

            // Then
            assertThat(role).isLessThan(Duration.ofMillis(350));
            assertThat(token).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void tellsThatItIsAliveUntilTheFirstToken() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-pings-0.5").put("max_tokens", 1))) {
            // When
            exchange.head();
            String role = exchange.chunkText();
            List<String> pings = new ArrayList<>();
            Duration alive = timed(() -> {
                for (int i = 0; i < 3; i++) {
                    pings.add(exchange.chunkText());
                }
            });
            String token = exchange.chunkText();

            // Then
            assertThat(role).contains("\"role\":\"assistant\"");
            assertThat(pings).containsOnly(": keep-alive\n\n");
            assertThat(alive).isGreaterThanOrEqualTo(Duration.ofMillis(400));
            assertThat(token).contains("You");
        }
        assertThat(timed(() -> server.json(chat("sim-pings-0.3").put("max_tokens", 1))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        assertThat(server.events(streamed("sim-pings-0").put("max_tokens", 1))).hasSize(4);
    }

    @Test
    void stopsItsSignsOfLifeWhenTheClientLeaves() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-pings-3600"))) {
            exchange.head();
            exchange.chunkText();
            assertThat(exchange.chunkText()).startsWith(":");
        }

        // When
        JsonObject after = server.statsOnce(now -> now.getLong("open_streams") == 0);

        // Then
        assertThat(after.getLong("open_requests")).isZero();
    }

    @Test
    void resetsTheConnectionBeforeTheHead() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-reset"))) {
            // Then
            assertThatThrownBy(exchange::read)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void cutsTheStreamAndTheBody() throws IOException {
        // Given
        try (RawExchange stream = server.raw(streamed("sim-cut-3"));
                RawExchange whole = server.raw(chat("sim-cut-3").put("max_tokens", 4))) {
            // When
            stream.head();
            List<byte[]> chunks = stream.chunks();
            int length = contentLength(whole.head());

            // Then
            assertThat(chunks)
                    .hasSize(4)
                    .last()
                    .satisfies(chunk -> assertThat(text(chunk)).contains("hello"));
            assertThat(whole.bytes(length)).hasSize(length / 2);
        }
    }

    @Test
    void stallsWithTheConnectionOpenUntilTheClientLeaves() throws IOException {
        // Given
        long cancelled = server.statsAtRest().getLong("cancelled_streams");
        try (RawExchange exchange = server.raw(streamed("sim-stall-2"))) {
            exchange.head();
            assertThat(exchange.chunkText()).contains("role");
            assertThat(exchange.chunkText()).contains("You");
            assertThat(exchange.chunkText()).contains("said:");
            exchange.socket().setSoTimeout(200);
            assertThatThrownBy(exchange::read).hasMessageContaining("timed out");
        }

        // When
        JsonObject stats = server.statsOnce(now -> now.getLong("open_streams") == 0);

        // Then
        assertThat(stats.getLong("cancelled_streams")).isEqualTo(cancelled + 1);
    }

    @Test
    void answersNothingAndStaysConnected() throws IOException {
        // Given
        long cancelled = server.statsAtRest().getLong("cancelled_requests");
        try (RawExchange exchange = server.raw(chat("sim-silent"))) {
            exchange.socket().setSoTimeout(200);

            // When
            assertThatThrownBy(exchange::read).hasMessageContaining("timed out");
            server.statsOnce(now -> now.getLong("open_requests") == 1);
        }

        // Then
        server.statsOnce(
                now -> now.getLong("cancelled_requests") == cancelled + 1 && now.getLong("open_requests") == 0);
    }

    @Test
    void stopsSpeakingWithinASecondOfTheClientLeaving() throws IOException {
        // Given
        JsonObject before = server.statsAtRest();
        RawExchange exchange = server.raw(streamed("sim-999999x10"));
        exchange.head();
        exchange.chunk();
        server.statsOnce(now -> now.getLong("open_streams") == 1);

        // When
        exchange.close();
        Duration noticed = timed(() ->
                server.statsOnce(now -> now.getLong("cancelled_streams") == before.getLong("cancelled_streams") + 1));

        // Then
        JsonObject after = server.stats();
        assertThat(noticed).isLessThan(Duration.ofSeconds(1));
        assertThat(after.getLong("open_streams")).isZero();
        assertThat(after.getLong("requests_seen")).isEqualTo(before.getLong("requests_seen") + 1);
        assertThat(server.stats().getLong("bytes_written")).isEqualTo(after.getLong("bytes_written"));
    }

    @Test
    void floodsAReaderThatKeepsUp() {
        // When
        List<String> events = server.events(streamed("sim-flood-4"));

        // Then
        assertThat(textOf(events)).hasSize(4 * 1024 * 1024);
        assertThat(events).last().isEqualTo("[DONE]");
    }

    @Test
    void holdsTheFloodBackFromAReaderThatDoesNot() throws IOException {
        // Given
        long before = server.statsAtRest().getLong("bytes_written");
        try (RawExchange exchange = server.raw(streamed("sim-flood-1000"))) {
            exchange.head();

            // When
            long written = -1;
            int unchanged = 0;
            while (unchanged < 50) {
                long now = server.stats().getLong("bytes_written");
                unchanged = now == written ? unchanged + 1 : 0;
                written = now;
            }

            // Then
            assertThat(written - before).isBetween(1L, 64L * 1024 * 1024);
        }
        server.statsOnce(now -> now.getLong("open_streams") == 0);
    }

    /** Something that may fail on the way. */
    private interface Work {
        void run() throws IOException;
    }

    private static Duration timed(Work work) {
        long start = System.nanoTime();
        try {
            work.run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static int contentLength(String head) {
        return Integer.parseInt(head.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
