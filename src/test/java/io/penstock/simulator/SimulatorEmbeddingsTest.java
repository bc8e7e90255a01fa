package io.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vectors: always the same for a text, in both encodings, or failing as chat does. */
class SimulatorEmbeddingsTest {

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
    void embedsTheSameTextAlwaysAlikeInBothEncodings() {
        // Given
        JsonObject body = new JsonObject().put("model", "sim-embed").put("input", List.of("a", "b", "a"));

        // When
        JsonObject floats = new JsonObject(server.post("/v1/embeddings", body).body());
        JsonObject base64 = new JsonObject(server.post(
                        "/embeddings",
                        body.copy().put("encoding_format", "base64").put("dimensions", 8))
                .body());

        // Then
        JsonArray data = floats.getJsonArray("data");
        assertThat(data).hasSize(3);
        assertThat(vector(data, 0)).hasSize(1536).isEqualTo(vector(data, 2)).isNotEqualTo(vector(data, 1));
        assertThat(floats.getJsonObject("usage").getInteger("prompt_tokens")).isEqualTo(1);
        byte[] bytes = Base64.getDecoder()
                .decode(base64.getJsonArray("data").getJsonObject(1).getString("embedding"));
        float[] decoded = new float[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
        assertThat(bytes).hasSize(32);
        assertThat(decoded).isEqualTo(EmbedAnswer.vector("b", 8));
    }

    @Test
    void writesFloatsAsLittleEndianBase64() {
        // When
        String encoded = EmbedAnswer.base64(new float[] {0.5f, -1.0f, 0.25f});

        // Then
        assertThat(encoded).isEqualTo("AAAAPwAAgL8AAIA+");
    }

    @Test
    void embedsTextTokensAndTokenArrays() {
        for (Object input : List.of("text", List.of(1, 2), List.of(List.of(1), List.of(2, 3)))) {
            // When
            JsonObject body = new JsonObject()
                    .put("model", "sim-embed")
                    .put("input", input)
                    .put("dimensions", 2);
            JsonObject answer =
                    new JsonObject(server.post("/v1/embeddings", body).body());

            // Then
            int expected = input.toString().startsWith("[[") ? 2 : 1;
            assertThat(answer.getJsonArray("data")).hasSize(expected);
        }
    }

    @Test
    void failsAsItsModelSays() {
        // Given
        JsonObject body = new JsonObject().put("input", "a").put("dimensions", 2);

        // When
        HttpResponse<String> refused = server.post("/v1/embeddings", body.copy().put("model", "sim-status-503"));
        HttpResponse<String> failed = server.post("/v1/embeddings", body.copy().put("model", "sim-error-20"));
        HttpResponse<String> flaky = server.post("/v1/embeddings", body.copy().put("model", "sim-flaky-100"));
        HttpResponse<String> broken = server.post("/v1/embeddings", body.copy().put("model", "sim-malformed-20"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(flaky.statusCode()).isEqualTo(500);
        assertThatThrownBy(() -> new JsonObject(broken.body())).isInstanceOf(DecodeException.class);
    }

    @Test
    void echoesTheBodyBesideTheVectors() {
        // Given
        JsonObject body =
                new JsonObject().put("model", "sim-echo").put("input", "a").put("dimensions", 2);

        // When
        JsonObject answer = new JsonObject(server.post("/v1/embeddings", body).body());

        // Then
        assertThat(answer.getString("x_received_body")).isEqualTo(body.encode());
        assertThat(answer.getString("x_received_uri")).isEqualTo("/v1/embeddings");
        assertThat(answer.getJsonArray("data")).hasSize(1);
    }

    private static float[] vector(JsonArray data, int index) {
        JsonArray values = data.getJsonObject(index).getJsonArray("embedding");
        float[] vector = new float[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.getFloat(i);
        }
        return vector;
    }
}
