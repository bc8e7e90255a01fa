package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are refused: because the model is one that refuses, or because the call is wrong. */
class SimulatorRefusalsTest {

    private static SimulatorServer server;

    @BeforeAll
    static void start() {
        server = new SimulatorServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error,",
        "401, invalid_request_error, invalid_api_key",
        "403, permission_error,",
        "404, invalid_request_error, model_not_found",
        "429, requests, rate_limit_exceeded",
        "500, server_error,",
        "503, service_unavailable_error, server_is_overloaded",
        "529, overloaded_error,",
        "599, server_error,"
    })
    void answersTheStatusAskedForWithItsError(int status, String type, String code) {
        // When
        HttpResponse<String> response = server.chatWith(streamed("sim-status-" + status));

        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).getString("type")).isEqualTo(type);
        assertThat(error(response).getString("code")).isEqualTo(code);
        assertThat(error(response).getString("message")).isNotEmpty();
        assertThat(error(response).containsKey("param")).isTrue();
    }

    @Test
    void tellsWhenToComeBackInBothHeaders() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-429-retry-1.5"));

        // Then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("2");
        assertThat(response.headers().firstValue("retry-after-ms")).hasValue("1500");
        assertThat(error(response).getString("code")).isEqualTo("rate_limit_exceeded");
    }

    @Test
    void refusesForLackOfQuota() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-quota"));

        // Then
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).isEmpty();
        assertThat(error(response).getString("code")).isEqualTo("insufficient_quota");
    }

    @Test
    void answersLikeACdnInHtml() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-html-502"));

        // Then
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
        assertThat(response.body()).contains("<h1>502</h1>");
    }

    @Test
    void hidesAnErrorInA200WholeAndStreamed() {
        // When
        HttpResponse<String> whole = server.chatWith(chat("sim-error-in-200"));
        HttpResponse<String> stream = server.chatWith(streamed("sim-error-in-200"));

        // Then
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(error(whole).getString("type")).isEqualTo("server_error");
        assertThat(stream.statusCode()).isEqualTo(200);
        List<String> events = SimulatorServer.events(stream.body());
        assertThat(events).hasSize(1);
        assertThat(new JsonObject(events.getFirst()).getJsonObject("error").getString("type"))
                .isEqualTo("server_error");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "25, 5", "50, 10", "100, 20"})
    void failsExactlyTheShareAskedFor(int percent, int failures) {
        // When
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(server.chatWith(streamed("sim-flaky-" + percent).put("max_tokens", 1))
                    .statusCode());
        }

        // Then
        assertThat(statuses).filteredOn(status -> status == 500).hasSize(failures);
        assertThat(statuses).filteredOn(status -> status == 200).hasSize(20 - failures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-9",
                "sim-nothing",
                "sim-cut-x",
                "sim-cut-",
                "sim-status-600",
                "sim-fast-2",
                "sim-headers-0.1234",
                "sim-flaky-101",
                "sim-100x",
                "sim-cut-once-x",
                "sim-context-0",
                "sim-filter-",
                "sim-key-only",
                "sim-key-only-",
                "sim-key-429-ABC",
                "SIM-FAST"
            })
    void tellsTheKnownModelsWhereOneIsUnknown(String model) {
        // When
        HttpResponse<String> call = server.chatWith(chat(model));
        HttpResponse<String> lookUp = server.get("/v1/models/" + model);

        // Then
        for (HttpResponse<String> response : List.of(call, lookUp)) {
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(error(response).getString("code")).isEqualTo("model_not_found");
            assertThat(error(response).getString("message"))
                    .contains(model, "sim-fast", "sim-status-CODE (400..599)", "sim-CHUNKSxDELAYMS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "null", "{\"model\":", "{\"model\":\"sim-fast\"} x", "\"sim-fast\""})
    void refusesABodyThatIsNoJsonObject(String body) {
        for (String path : List.of("/v1/chat/completions", "/completions", "/v1/embeddings")) {
            // When
            HttpResponse<String> response =
                    server.send(HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.ofString(body)));

            // Then
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response).getString("type")).isEqualTo("invalid_request_error");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat/completions | {} | model",
                "chat/completions | {'model':1} | model",
                "chat/completions | {'model':'sim-fast'} | messages",
                "chat/completions | {'model':'sim-fast','messages':[]} | messages",
                "chat/completions | {'model':'sim-fast','messages':'hi'} | messages",
                "chat/completions | {'model':'sim-fast','messages':[{}],'max_tokens':0} | max_tokens",
                "chat/completions | {'model':'sim-fast','messages':[{}],'max_tokens':'5'} | max_tokens",
                "chat/completions | {'model':'sim-fast','messages':[{}],'n':2} | n",
                "chat/completions | {'model':'sim-fast','messages':[{}],'stream_options':{}} | stream_options",
                "completions | {'model':'sim-fast'} | prompt",
                "completions | {'model':'sim-fast','prompt':['a','b']} | prompt",
                "embeddings | {'model':'sim-embed'} | input",
                "embeddings | {'model':'sim-embed','input':[]} | input",
                "embeddings | {'model':'sim-embed','input':['a',7]} | input",
                "embeddings | {'model':'sim-embed','input':'a','dimensions':0} | dimensions",
                "embeddings | {'model':'sim-embed','input':'a','encoding_format':'hex'} | encoding_format",
            })
    void namesTheParameterThatIsWrong(String path, String body, String param) {
        // When
        HttpResponse<String> response = server.post("/v1/" + path, new JsonObject(body.replace('\'', '"')));

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).getString("param")).isEqualTo(param);
    }

    @Test
    void survivesFieldsOfUnexpectedTypes() {
        // Given
        JsonObject odd = new JsonObject("""
                {"model":"sim-tools","messages":[7,{"role":5,"content":{}},{"content":[1,{"text":2}]}],
                 "stream":"yes","tools":[3,{"function":7},{"function":{"name":1}}],"tool_choice":{}}""");

        // When
        HttpResponse<String> response = server.chatWith(odd.put("max_tokens", 1));

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void refusesUnknownPathsAndMethods() {
        // When
        HttpResponse<String> unknown = server.post("/v1/responses", chat("sim-fast"));
        HttpResponse<String> wrongMethod = server.get("/v1/chat/completions");
        HttpResponse<String> postedModels = server.post("/models", new JsonObject());

        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(error(unknown).getString("code")).isEqualTo("unknown_url");
        assertThat(wrongMethod.statusCode()).isEqualTo(405);
        assertThat(wrongMethod.headers().firstValue("allow")).hasValue("POST");
        assertThat(error(wrongMethod).getString("type")).isEqualTo("invalid_request_error");
        assertThat(postedModels.statusCode()).isEqualTo(405);
    }

    @Test
    void refusesABodyBeyondTheLimitAndReadsOn() throws IOException {
        // Given
        byte[] piece = new byte[1024 * 1024];

        // When
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
                    + 65L * piece.length + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 65; i++) {
                out.write(piece);
            }
            out.write("GET /v1/models/sim-fast HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            RawExchange refused = new RawExchange(socket);

            // Then
            String refusal = refused.head();
            assertThat(refusal).startsWith("HTTP/1.1 413 ");
            int length = Integer.parseInt(refusal.replaceAll("(?s).*content-length: (\\d+).*", "$1"));
            assertThat(refused.bytes(length)).contains("67108864 bytes");
            assertThat(refused.head()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void takesABodyWithAnImageOfThirtyMebibytes() {
        // Given
        JsonObject body = chat("sim-1x0").put("image", "A".repeat(30 * 1024 * 1024));

        // When
        HttpResponse<String> response = server.chatWith(body);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
    }

    private static JsonObject error(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error");
    }
}
