package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.events;
import static io.penstock.simulator.SimulatorServer.streamed;
import static io.penstock.simulator.SimulatorServer.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a healthy simulator says, in OpenAI's shapes. */
class SimulatorAnswersTest {

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
    void answersAWholeChatCompletionThatEchoesTheUser() {
        // When
        HttpResponse<String> response = server.chatWith(chat("sim-100x0"));

        // Then
        JsonObject body = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(body.getString("id")).startsWith("chatcmpl-");
        assertThat(body.getString("object")).isEqualTo("chat.completion");
        assertThat(body.getString("model")).isEqualTo("sim-100x0");
        assertThat(body.getLong("created")).isPositive();
        assertThat(body.getString("system_fingerprint")).isNotEmpty();
        JsonObject choice = body.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(choice.getJsonObject("message").getString("content"))
                .startsWith("You said: \"hello there\" This answer comes from a simulated provider")
                .satisfies(text -> assertThat(text.split(" ")).hasSize(100));
        JsonObject usage = body.getJsonObject("usage");
        assertThat(usage.getInteger("prompt_tokens")).isEqualTo(2);
        assertThat(usage.getInteger("completion_tokens")).isEqualTo(100);
        assertThat(usage.getInteger("total_tokens")).isEqualTo(102);
        assertThat(usage.getJsonObject("prompt_tokens_details").getInteger("cached_tokens"))
                .isZero();
        assertThat(usage.getJsonObject("completion_tokens_details").getInteger("reasoning_tokens"))
                .isZero();
    }

    @Test
    void streamsTheSameTextThatItAnswersWhole() {
        // When
        HttpResponse<String> response = server.chatWith(streamed("sim-100x0"));

        // Then
        List<String> events = events(response.body());
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        assertThat(events).hasSize(103).last().isEqualTo("[DONE]");
        assertThat(choice(events.getFirst()).getJsonObject("delta").getString("role"))
                .isEqualTo("assistant");
        assertThat(choice(events.get(101)).getString("finish_reason")).isEqualTo("stop");
        assertThat(choice(events.get(101)).getJsonObject("delta")).isEmpty();
        assertThat(events).noneMatch(event -> event.contains("\"usage\""));
        assertThat(textOf(events)).isEqualTo(contentOf(server.json(chat("sim-100x0"))));
    }

    @Test
    void sendsUsageLastAndNullBeforeWhereItIsAskedFor() {
        // Given
        JsonObject body = streamed("sim-3x0").put("stream_options", new JsonObject().put("include_usage", true));

        // When
        List<String> events = server.events(body);

        // Then
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        for (String event : events.subList(0, 5)) {
            JsonObject chunk = new JsonObject(event);
            assertThat(chunk.containsKey("usage")).isTrue();
            assertThat(chunk.getValue("usage")).isNull();
        }
        JsonObject last = new JsonObject(events.get(5));
        assertThat(last.getJsonArray("choices")).isEmpty();
        assertThat(last.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(3);
    }

    @Test
    void stopsAtMaxTokensWithFinishReasonLength() {
        for (String field : List.of("max_tokens", "max_completion_tokens")) {
            // When
            JsonObject whole = server.json(chat("sim-100x0").put(field, 4));
            List<String> events = server.events(streamed("sim-100x0").put(field, 4));

            // Then
            assertThat(contentOf(whole)).isEqualTo("You said: \"hello there\"");
            assertThat(whole.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                    .isEqualTo("length");
            assertThat(textOf(events)).isEqualTo("You said: \"hello there\"");
            assertThat(choice(events.get(5)).getString("finish_reason")).isEqualTo("length");
        }
    }

    @Test
    void answersLegacyCompletionsWholeAndStreamed() {
        // Given
        JsonObject body = new JsonObject().put("model", "sim-5x0").put("prompt", "once upon a time");

        // When
        JsonObject whole = new JsonObject(server.post("/v1/completions", body).body());
        List<String> events = events(
                server.post("/completions", body.copy().put("stream", true)).body());

        // Then
        assertThat(whole.getString("id")).startsWith("cmpl-");
        assertThat(whole.getString("object")).isEqualTo("text_completion");
        JsonObject choice = whole.getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getString("text")).isEqualTo("You said: \"once upon a");
        assertThat(choice.getString("finish_reason")).isEqualTo("stop");
        assertThat(events).hasSize(7).last().isEqualTo("[DONE]");
        assertThat(choice(events.get(0)).getString("text")).isEqualTo("You");
        assertThat(choice(events.get(5)).getString("finish_reason")).isEqualTo("stop");
        assertThat(new JsonObject(events.get(5)).getString("object")).isEqualTo("text_completion");
    }

    @Test
    void callsTheFirstToolInFragmentsAndSpeaksOnceItsResultHasCome() {
        // Given
        JsonObject body = streamed("sim-tools").put("tools", List.of(tool()));
        JsonArray answered = body.copy()
                .getJsonArray("messages")
                .add(new JsonObject().put("role", "assistant").put("content", null))
                .add(new JsonObject()
                        .put("role", "tool")
                        .put("tool_call_id", "c")
                        .put("content", "12 degrees"));

        // When
        List<String> events = server.events(body);
        JsonObject whole = server.json(body.copy().put("stream", false));
        JsonObject next = server.json(
                body.copy().put("stream", false).put("messages", answered).put("max_tokens", 4));

        // Then
        JsonObject call = whole.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getJsonArray("tool_calls")
                .getJsonObject(0);
        String arguments = "{\"city\":\"simulated city\",\"unit\":\"celsius\",\"days\":[1]}";
        assertThat(call.getString("id")).startsWith("call_");
        assertThat(call.getJsonObject("function").getString("name")).isEqualTo("get_weather");
        assertThat(call.getJsonObject("function").getString("arguments")).isEqualTo(arguments);
        assertThat(toolCall(events.get(0)).getJsonObject("function").getString("name"))
                .isEqualTo("get_weather");
        StringBuilder joined = new StringBuilder();
        for (String event : events.subList(0, events.size() - 2)) {
            joined.append(toolCall(event).getJsonObject("function").getString("arguments"));
        }
        assertThat(joined).hasToString(arguments);
        assertThat(choice(events.get(events.size() - 2)).getString("finish_reason"))
                .isEqualTo("tool_calls");
        assertThat(contentOf(next)).isEqualTo("You said: \"12 degrees\"");
    }

    @Test
    void echoesBodyAndHeadersAsTheyCame() {
        // Given
        String body = "{ \"model\":\"sim-echo\",  \"messages\":[{\"role\":\"user\",\"content\":\"é\"}],\"z\":1.50 }";

        // When
        JsonObject echo = new JsonObject(server.send(HttpRequest.newBuilder(server.uri("/v1/chat/completions?a=b"))
                        .header("Authorization", "Bearer sk-secret")
                        .POST(BodyPublishers.ofString(body)))
                .body());

        // Then
        assertThat(contentOf(echo)).isEqualTo(body);
        assertThat(echo.getString("x_received_uri")).isEqualTo("/v1/chat/completions?a=b");
        assertThat(echo.getJsonObject("x_received_headers").getString("authorization"))
                .isEqualTo("Bearer sk-secret");
    }

    @Test
    void echoesStreamedInOneChunk() {
        // Given
        JsonObject body = streamed("sim-echo");

        // When
        List<String> events = server.events(body);

        // Then
        assertThat(events).hasSize(4).last().isEqualTo("[DONE]");
        assertThat(textOf(events)).isEqualTo(body.encode());
        assertThat(new JsonObject(events.get(1))
                        .getJsonObject("x_received_headers")
                        .getString("host"))
                .contains("127.0.0.1");
    }

    @Test
    void readsTheTextOfContentParts() {
        // Given
        JsonArray parts = new JsonArray()
                .add(new JsonObject().put("type", "text").put("text", "part one"))
                .add(new JsonObject().put("type", "image_url").put("image_url", new JsonObject().put("url", "data:,")));
        JsonObject message = new JsonObject().put("role", "user").put("content", parts);

        // When
        JsonObject answer = server.json(chat("sim-4x0").put("messages", List.of(message)));

        // Then
        assertThat(contentOf(answer)).isEqualTo("You said: \"part one\"");
    }

    @Test
    void listsModelsAndTellsOne() {
        // When
        JsonObject list = new JsonObject(server.get("/v1/models").body());
        JsonObject one = new JsonObject(server.get("/models/sim-cut-7").body());

        // Then
        assertThat(list.getString("object")).isEqualTo("list");
        List<String> ids = list.getJsonArray("data").stream()
                .map(model -> ((JsonObject) model).getString("id"))
                .toList();
        assertThat(ids)
                .contains("sim-fast", "sim-100x0", "sim-cut-20")
                .allMatch(id -> ModelCatalogue.find(id).isPresent());
        assertThat(one.getString("id")).isEqualTo("sim-cut-7");
        assertThat(one.getString("object")).isEqualTo("model");
    }

    private static JsonObject tool() {
        JsonObject properties = new JsonObject()
                .put("city", new JsonObject().put("type", "string"))
                .put("unit", new JsonObject().put("type", "string").put("enum", List.of("celsius", "kelvin")))
                .put(
                        "days",
                        new JsonObject().put("type", "array").put("items", new JsonObject().put("type", "integer")));
        JsonObject function = new JsonObject()
                .put("name", "get_weather")
                .put("parameters", new JsonObject().put("type", "object").put("properties", properties));
        return new JsonObject().put("type", "function").put("function", function);
    }

    private static JsonObject choice(String event) {
        return new JsonObject(event).getJsonArray("choices").getJsonObject(0);
    }

    private static JsonObject toolCall(String event) {
        return choice(event).getJsonObject("delta").getJsonArray("tool_calls").getJsonObject(0);
    }

    private static String contentOf(JsonObject completion) {
        return completion
                .getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }
}
