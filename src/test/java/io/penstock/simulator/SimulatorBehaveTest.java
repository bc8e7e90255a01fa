package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole provider goes down and comes back while it runs. */
class SimulatorBehaveTest {

    private static final JsonObject NOTHING = new JsonObject().putNull("model").putNull("seconds_left");

    private final TestClock clock = new TestClock();
    private SimulatorServer server;

    @BeforeEach
    void start() {
        server = new SimulatorServer(clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void isDownForAMinuteAndWellAgain() {
        // When
        JsonObject set = behave("{'model':'sim-status-503','seconds':60}");
        clock.pass(Duration.ofMillis(59_999));
        List<Integer> down = statuses();
        JsonObject last = new JsonObject(server.get("/simulator/behave").body());
        clock.pass(Duration.ofMillis(1));
        List<Integer> well = statuses();

        // Then
        assertThat(set).isEqualTo(new JsonObject("{\"model\":\"sim-status-503\",\"seconds_left\":60.0}"));
        assertThat(down).containsOnly(503);
        assertThat(last.getDouble("seconds_left")).isEqualTo(0.001);
        assertThat(well).containsExactly(200, 404, 200, 200, 200, 200);
        assertThat(new JsonObject(server.get("/simulator/behave").body())).isEqualTo(NOTHING);
    }

    @Test
    void holdsUntilItIsEnded() {
        // When
        JsonObject set = behave("{'model':'sim-status-529'}");
        clock.pass(Duration.ofDays(1000));
        int down = server.chatWith(chat("sim-fast")).statusCode();
        JsonObject ended = behave("{'model':null}");
        int well = server.chatWith(chat("sim-1x0")).statusCode();

        // Then
        assertThat(set.getValue("seconds_left")).isNull();
        assertThat(down).isEqualTo(529);
        assertThat(ended).isEqualTo(NOTHING);
        assertThat(well).isEqualTo(200);
    }

    @Test
    void speaksForModelsItDoesNotKnow() {
        // Given
        behave("{'model':'sim-3x0'}");

        // When
        JsonObject answer = server.json(chat("gpt-9"));

        // Then
        assertThat(answer.getString("model")).isEqualTo("gpt-9");
        assertThat(answer.getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(3);
    }

    @Test
    void resetsConnectionsOfModelListsToo() {
        // Given
        behave("{'model':'sim-reset','seconds':0.5}");

        // Then
        assertThatThrownBy(() -> server.get("/v1/models")).isInstanceOf(UncheckedIOException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | model | hello",
                "400 | model | {}",
                "404 | model | {'model':'gpt-9'}",
                "404 | model | {'model':7}",
                "400 | seconds | {'model':'sim-silent','seconds':0}",
                "400 | seconds | {'model':'sim-silent','seconds':86401}",
                "400 | seconds | {'model':'sim-silent','seconds':'60'}",
            })
    void refusesWhatItDoesNotUnderstand(int status, String param, String body) {
        // When
        HttpResponse<String> response = post(body);

        // Then
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error.getString("param")).isEqualTo(param);
        assertThat(new JsonObject(server.get("/simulator/behave").body())).isEqualTo(NOTHING);
    }

    @Test
    void isReadAndPostedOnly() {
        // When
        HttpResponse<String> response = server.send(
                HttpRequest.newBuilder(server.uri("/simulator/behave")).DELETE());

        // Then
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("GET, POST");
    }

    private List<Integer> statuses() {
        JsonObject prompt = new JsonObject().put("model", "sim-1x0").put("prompt", "hi");
        JsonObject input = new JsonObject().put("model", "sim-embed").put("input", "hi");
        return List.of(
                server.chatWith(streamed("sim-1x0")).statusCode(),
                server.chatWith(chat("gpt-9")).statusCode(),
                server.post("/v1/completions", prompt).statusCode(),
                server.post("/v1/embeddings", input).statusCode(),
                server.get("/v1/models").statusCode(),
                server.get("/v1/models/sim-fast").statusCode());
    }

    private JsonObject behave(String body) {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private HttpResponse<String> post(String body) {
        return server.send(HttpRequest.newBuilder(server.uri("/simulator/behave"))
                .POST(BodyPublishers.ofString(body.replace('\'', '"'))));
    }
}
