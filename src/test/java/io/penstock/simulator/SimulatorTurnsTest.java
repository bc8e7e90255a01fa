package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models that misbehave now and answer then. */
class SimulatorTurnsTest {

    private static final TestClock CLOCK = new TestClock();
    private static SimulatorServer server;

    @BeforeAll
    static void start() {
        server = new SimulatorServer(CLOCK);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void cutsEverySecondStream() throws IOException {
        // When
        List<Boolean> proper = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try (RawExchange exchange = server.raw(streamed("sim-cut-once-2"))) {
                exchange.head();
                proper.add(exchange.chunks().getLast().length == 0);
            }
        }

        // Then
        assertThat(proper).containsExactly(false, true, false, true);
    }

    @Test
    void cutsEverySecondWholeAnswer() throws IOException {
        // When
        List<Boolean> proper = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            try (RawExchange exchange = server.raw(chat("sim-cut-once-3"))) {
                int length = Integer.parseInt(exchange.head().replaceAll("(?s).*content-length: (\\d+).*", "$1"));
                proper.add(exchange.bytes(length).length() == length);
            }
        }

        // Then
        assertThat(proper).containsExactly(false, true);
    }

    @Test
    void stallsEverySecondStream() throws IOException {
        // Given
        long openBefore = server.statsAtRest().getLong("open_streams");

        // When
        try (RawExchange stalled = server.raw(streamed("sim-stall-once-1"))) {
            stalled.head();
            String role = stalled.chunkText();
            String token = stalled.chunkText();
            List<String> fine = server.events(streamed("sim-stall-once-1"));

            // Then
            assertThat(role).contains("assistant");
            assertThat(token).contains("You");
            assertThat(fine).hasSize(63).last().isEqualTo("[DONE]");
            assertThat(server.stats().getLong("open_streams")).isEqualTo(openBefore + 1);
        }
    }

    @Test
    void answersTheStatusEverySecondTimeForEachNumberByItself() {
        // When
        List<Integer> statuses = new ArrayList<>();
        for (String model : List.of(
                "sim-status-once-503",
                "sim-status-once-429",
                "sim-status-once-503",
                "sim-status-once-503",
                "sim-status-once",
                "sim-status-once-500")) {
            JsonObject body = statuses.size() % 2 == 0 ? chat(model) : streamed(model);
            statuses.add(server.chatWith(body.put("max_tokens", 1)).statusCode());
        }

        // Then
        assertThat(statuses).containsExactly(503, 429, 200, 503, 500, 200);
    }

    @Test
    void countsNoCallThatIsRefusedAsWrong() {
        // Given
        server.chatWith(chat("sim-status-once-555").put("n", 2));

        // When
        int first = server.chatWith(chat("sim-status-once-555")).statusCode();

        // Then
        assertThat(first).isEqualTo(555);
    }

    @Test
    void refusesUntilTheTimeIsOverAndAnswersForAsLong() {
        // When
        HttpResponse<String> first = limited();
        CLOCK.pass(Duration.ofMillis(18_500));
        HttpResponse<String> early = limited();
        CLOCK.pass(Duration.ofMillis(11_500));
        HttpResponse<String> inTime = limited();
        CLOCK.pass(Duration.ofMillis(29_999));
        HttpResponse<String> stillFine = limited();
        CLOCK.pass(Duration.ofMillis(500_001));
        HttpResponse<String> anew = limited();

        // Then
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).hasValue("30");
        assertThat(new JsonObject(first.body()).getJsonObject("error").getString("code"))
                .isEqualTo("rate_limit_exceeded");
        assertThat(early.statusCode()).isEqualTo(429);
        assertThat(early.headers().firstValue("retry-after")).hasValue("12");
        assertThat(early.headers().firstValue("retry-after-ms")).hasValue("11500");
        assertThat(inTime.statusCode()).isEqualTo(200);
        assertThat(stillFine.statusCode()).isEqualTo(200);
        assertThat(anew.statusCode()).isEqualTo(429);
        assertThat(anew.headers().firstValue("retry-after")).hasValue("30");
    }

    private static HttpResponse<String> limited() {
        return server.chatWith(streamed("sim-429-once-30").put("max_tokens", 1));
    }
}
