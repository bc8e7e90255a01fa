package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Received;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses the gateway unchanged, and the little that does not. */
class PassThroughTest {
    private static final String STREAM =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}],\"x\":1}\n\n"
                    + "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}],\"unknown\":{\"a\":[1,2.50]}}\n\n"
                    + "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":5}}}\n\n";

    @Test
    void leavesEveryByteOfARequestButTheModelAndAnswersWithTheProvidersBytes() throws Exception {
        // Given
        String answer =
                "{ \"id\" : \"x\",  \"n\":1.50, \"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2}, \"zz\":null }";
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> wire.json(200, answer));
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
            // When
            HttpResponse<String> response = gateway.client()
                    .send(
                            gateway.post(
                                            "/v1/chat/completions",
                                            "{ \"seed\": 1.0, \"model\" : \"up/m-1\", \"é\":\"\\u00e9\" }")
                                    .build(),
                            BodyHandlers.ofString());
            // Then
            Received received = upstream.next();
            assertThat(received.body()).isEqualTo("{ \"seed\": 1.0, \"model\" : \"m-1\", \"é\":\"\\u00e9\" }");
            assertThat(received.head()).startsWith("POST /v1/chat/completions HTTP/1.1");
            assertThat(received.header("authorization")).isEqualTo("Bearer sk-upstream-secret-0123456789");
            assertThat(received.head()).doesNotContain(TestGateway.CLIENT_KEY);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(answer);
            assertThat(response.headers().firstValue("x-penstock-provider")).contains("up");
            gateway.awaitRow(
                    "select outcome || input_tokens || output_tokens || model_asked || model_used from llm_usage_logs",
                    "completed42up/m-1m-1");
        }
    }

    @Test
    void hidesTheUsageChunkThatOnlyTheGatewayAskedFor() throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> {
                    wire.streamHead();
                    wire.chunk(STREAM + USAGE);
                    wire.done();
                });
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
            // When
            HttpResponse<String> response = gateway.client()
                    .send(
                            gateway.post("/v1/chat/completions", "{\"model\":\"up-1\",\"stream\":true}")
                                    .build(),
                            BodyHandlers.ofString());
            // Then
            assertThat(response.body()).isEqualTo(STREAM + "data: [DONE]\n\n");
            assertThat(new JsonObject(upstream.next().body())
                            .getJsonObject("stream_options")
                            .getBoolean("include_usage"))
                    .isTrue();
            gateway.awaitRow(
                    "select outcome || input_tokens || cached_input_tokens || output_tokens from llm_usage_logs",
                    "completed753");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, /v1/chat/completions",
        "/chat/completions, /v1/chat/completions",
        "/openai/v1/chat/completions?api-version=1, /v1/chat/completions",
        "/api/v1/llm/chat/completions, /v1/chat/completions",
        "/v1/completions, /v1/completions",
        "/completions, /v1/completions",
        "/v1/embeddings, /v1/embeddings",
        "/openai/v1/embeddings, /v1/embeddings"
    })
    void reachesTheSamePathOfTheProviderByEveryAlias(String path, String upstreamPath) throws Exception {
        // Given
        String answer =
                "{\"object\":\"list\",\"data\":[{\"embedding\":\"AAAAPwAAgL8AAIA+\"}],\"usage\":{\"prompt_tokens\":8}}";
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.plays((request, wire) -> wire.json(200, answer));
            try (TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
                // When
                HttpResponse<String> response = gateway.client()
                        .send(
                                gateway.post(path, "{\"model\":\"up-1\",\"prompt\":[[1,2]],\"stream\":false}")
                                        .build(),
                                BodyHandlers.ofString());
                // Then
                assertThat(response.body()).isEqualTo(answer);
                assertThat(upstream.next().head()).startsWith("POST " + upstreamPath + " HTTP/1.1\n");
                gateway.awaitRow(
                        "select outcome || input_tokens || method_path from llm_usage_logs",
                        "completed8" + upstreamPath);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat/completions | {"messages":[]}                 | {"model":"up-az","messages":[]}
            chat/completions | {"x":1,"model":"gpt-4","y":[2]} | {"x":1,"model":"up-az","y":[2]}
            chat/completions | {"model":null}                  | {"model":"up-az"}
            completions      | {}                              | {"model":"up-az"}
            embeddings       | { "input":"a" }                 | {"model":"up-az", "input":"a" }
            """)
    void takesAnAzureDeploymentForTheModelWhateverTheBodySays(String path, String body, String sent) throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> wire.json(200, "{\"ok\":true}"));
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
            // When
            HttpResponse<String> response = gateway.client()
                    .send(
                            gateway.post("/openai/deployments/up-az/" + path + "?api-version=2024-10-21", body)
                                    .build(),
                            BodyHandlers.ofString());
            // Then
            assertThat(response.body()).isEqualTo("{\"ok\":true}");
            Received received = upstream.next();
            assertThat(received.head()).startsWith("POST /v1/" + path + " HTTP/1.1\n");
            assertThat(received.body()).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            up%2Fm%3A1  | m:1
            up/org%2Fm  | org/m
            """)
    void decodesADeploymentsName(String deployment, String model) throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream((request, wire) -> wire.json(200, "{\"ok\":true}"));
                TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
            // When
            HttpResponse<String> response = gateway.client()
                    .send(
                            gateway.post("/openai/deployments/" + deployment + "/chat/completions", "{\"n\":1}")
                                    .build(),
                            BodyHandlers.ofString());
            // Then
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(new JsonObject(upstream.next().body()).getString("model"))
                    .isEqualTo(model);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data: [DONE]\n\n", "data: [DONE]"})
    void endsAFinishedStreamWithDoneWhetherTheProviderDoesOrNot(String end) throws Exception {
        // Given
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.plays((request, wire) -> {
                wire.streamHead();
                wire.chunk(STREAM + end);
                wire.endOfChunks();
            });
            try (TestGateway gateway = TestGateway.before(upstream.baseUrl(), "")) {
                // When
                HttpResponse<String> response = gateway.client()
                        .send(
                                gateway.post("/v1/chat/completions", "{\"model\":\"up-1\",\"stream\":true}")
                                        .build(),
                                BodyHandlers.ofString());
                // Then
                assertThat(response.body()).isEqualTo(STREAM + "data: [DONE]\n\n");
            }
        }
    }

    @Test
    void endsAWholeStreamCleanlyEvenIfItsProviderNeverEndsTheBody() throws Exception {
        // Given
        CountDownLatch over = new CountDownLatch(1);
        try (ScriptedUpstream upstream = new ScriptedUpstream()) {
            upstream.plays((request, wire) -> {
                wire.streamHead();
                wire.chunk(STREAM + "data: [DONE]\n\n");
                over.await(10, TimeUnit.SECONDS);
            });
            try (TestGateway gateway = TestGateway.before(upstream.baseUrl(), "timeouts: {idle_seconds: 1}\n")) {
                // When
                HttpResponse<String> response = gateway.client()
                        .send(
                                gateway.post("/v1/chat/completions", "{\"model\":\"up-1\",\"stream\":true}")
                                        .build(),
                                BodyHandlers.ofString());
                // Then
                assertThat(response.body()).isEqualTo(STREAM + "data: [DONE]\n\n");
                gateway.awaitRow("select outcome from llm_usage_logs", "completed");
            } finally {
                over.countDown();
            }
        }
    }
}
