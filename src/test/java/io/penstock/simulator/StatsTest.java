package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What tests ask to know how often a target was asked. */
class StatsTest {

    @Test
    void countsCallsOfEachModel() {
        // Given
        try (SimulatorServer server = new SimulatorServer()) {
            // When
            server.chatWith(chat("sim-1x0"));
            server.chatWith(streamed("sim-1x0"));
            server.chatWith(chat("gpt-9"));
            server.get("/v1/models/sim-1x0");
            server.post(
                    "/v1/embeddings", new JsonObject().put("model", "sim-embed").put("input", 7));

            // Then
            JsonObject expected =
                    new JsonObject().put("gpt-9", 1).put("sim-1x0", 2).put("sim-embed", 1);
            assertThat(server.stats().getJsonObject("requests_by_model")).isEqualTo(expected);
            assertThat(server.stats().getInteger("requests_of_other_models")).isZero();
        }
    }

    @Test
    void remembersAThousandNamesOfReasonableLength() {
        // Given
        Stats stats = new Stats();

        // When
        stats.asked("x".repeat(201));
        for (int i = 0; i < 1005; i++) {
            stats.asked("model-" + i);
        }
        stats.asked("model-0");

        // Then
        JsonObject byModel = stats.toJson().getJsonObject("requests_by_model");
        assertThat(byModel).hasSize(1000);
        assertThat(byModel.getInteger("model-0")).isEqualTo(2);
        assertThat(stats.toJson().getInteger("requests_of_other_models")).isEqualTo(6);
    }
}
