package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static io.penstock.simulator.SimulatorServer.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors of real providers, by their causes and in their shapes. */
class SimulatorErrorsTest {

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
        "sim-model-gone, 404, model_not_found,",
        "sim-unsupported, 400, unsupported_parameter, max_tokens",
        "sim-key-401, 401, invalid_api_key,",
        "sim-filter, 400, content_filter, prompt"
    })
    void namesTheCauseToWholeAndStreamedCallsAndEmbeddings(String model, int status, String code, String param) {
        // When
        HttpResponse<String> whole = server.chatWith(chat(model));
        HttpResponse<String> stream = server.chatWith(streamed(model));
        HttpResponse<String> embedding = server.post(
                "/v1/embeddings", new JsonObject().put("model", model).put("input", "hi"));

        // Then
        for (HttpResponse<String> response : List.of(whole, stream, embedding)) {
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(error(response).getString("code")).isEqualTo(code);
            assertThat(error(response).getString("param")).isEqualTo(param);
            assertThat(error(response).getString("message")).isNotEmpty();
        }
    }

    @Test
    void tellsWhyAzureFilteredThePrompt() {
        // When
        JsonObject error = error(server.chatWith(chat("sim-filter")));

        // Then
        JsonObject inner = error.getJsonObject("innererror");
        assertThat(error.getInteger("status")).isEqualTo(400);
        assertThat(inner.getString("code")).isEqualTo("ResponsibleAIPolicyViolation");
        assertThat(inner.getJsonObject("content_filter_result")
                        .getJsonObject("violence")
                        .getBoolean("filtered"))
                .isTrue();
    }

    @Test
    void filtersTheAnswerAfterSomeTokens() {
        // When
        List<String> events = server.events(streamed("sim-filter-4"));
        JsonObject whole = server.json(chat("sim-filter-4"));
        JsonObject shorter = server.json(chat("sim-filter-4").put("max_tokens", 3));

        // Then
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        assertThat(textOf(events)).isEqualTo("You said: \"hello there\"");
        assertThat(events.get(5)).contains("\"finish_reason\":\"content_filter\"");
        JsonObject choice = whole.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("You said: \"hello there\"");
        assertThat(choice.getString("finish_reason")).isEqualTo("content_filter");
        assertThat(whole.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(4);
        assertThat(shorter.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                .isEqualTo("length");
    }

    @Test
    void refusesPromptsBeyondItsWindow() {
        // Given
        JsonObject fits = promptOf(7 * 4 + 3);
        JsonObject tooLong = promptOf(8 * 4);

        // When
        HttpResponse<String> answered = server.chatWith(fits.put("stream", true));
        HttpResponse<String> refused = server.chatWith(tooLong);
        HttpResponse<String> embedding = server.post(
                "/v1/embeddings", new JsonObject().put("model", "sim-context-7").put("input", "x".repeat(32)));

        // Then
        assertThat(answered.statusCode()).isEqualTo(200);
        for (HttpResponse<String> response : List.of(refused, embedding)) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(error(response).getString("code")).isEqualTo("context_length_exceeded");
            assertThat(error(response).getString("message"))
                    .contains("maximum context length is 7 tokens", "resulted in 8 tokens");
        }
    }

    @Test
    void takesOneKeyOnly() {
        // When
        HttpResponse<String> right = server.chatWith(chat("sim-key-only-a1"), "sk-test-a1");
        HttpResponse<String> wrong = server.chatWith(streamed("sim-key-only-a1"), "sk-test-b2");
        HttpResponse<String> none = server.chatWith(chat("sim-key-only-a1"));

        // Then
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(error(wrong).getString("code")).isEqualTo("invalid_api_key");
        assertThat(error(wrong).getString("message")).contains("sk***b2").doesNotContain("test");
        assertThat(none.statusCode()).isEqualTo(401);
    }

    @Test
    void limitsOneKeyOnly() {
        // When
        HttpResponse<String> limited = server.chatWith(streamed("sim-key-429-a1"), "sk-test-a1");
        HttpResponse<String> other = server.chatWith(chat("sim-key-429-a1"), "sk-test-b2");
        HttpResponse<String> none = server.chatWith(chat("sim-key-429-a1"));

        // Then
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).hasValue("2");
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(none.statusCode()).isEqualTo(200);
    }

    @Test
    void answersA402WithoutABody() {
        for (JsonObject call : List.of(chat("sim-402"), streamed("sim-402"))) {
            // When
            HttpResponse<String> response = server.chatWith(call);

            // Then
            assertThat(response.statusCode()).isEqualTo(402);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void wrapsTheErrorInAnArrayAsGemini() {
        // When
        HttpResponse<String> response = server.chatWith(streamed("sim-shape-array"));

        // Then
        JsonObject error = new JsonArray(response.body()).getJsonObject(0).getJsonObject("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.getString("status")).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.getJsonArray("details").getJsonObject(0).getString("reason"))
                .isEqualTo("API_KEY_INVALID");
    }

    @Test
    void repeatsAPartOfTheKeyAsXai() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-shape-string"), "x\"-secret-jU");
        HttpResponse<String> shortKey = server.chatWith(streamed("sim-shape-string"), "abcd");

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("error"))
                .startsWith("Incorrect API key provided: x\"***jU.")
                .doesNotContain("secret");
        assertThat(new JsonObject(shortKey.body()).getString("error")).contains("provided: ***.");
    }

    @Test
    void putsTheErrorAtTheTopAsMistral() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-shape-flat"));

        // Then
        JsonObject body = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).hasValue("1");
        assertThat(body.getString("type")).isEqualTo("rate_limited");
        assertThat(body.getString("code")).isEqualTo("1300");
    }

    @Test
    void listsDetailsAsFastApi() {
        // When
        HttpResponse<String> response = server.chatWith(streamed("sim-shape-detail"));

        // Then
        JsonObject detail =
                new JsonObject(response.body()).getJsonArray("detail").getJsonObject(0);
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(detail.getString("type")).isEqualTo("extra_forbidden");
        assertThat(detail.getJsonArray("loc")).containsExactly("body", "reasoning_effort");
    }

    private static JsonObject promptOf(int chars) {
        JsonObject message = new JsonObject().put("role", "user").put("content", "x".repeat(chars));
        return chat("sim-context-7").put("messages", List.of(message));
    }

    private static JsonObject error(HttpResponse<String> response) {
        return new JsonObject(response.body()).getJsonObject("error");
    }
}
