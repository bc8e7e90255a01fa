package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.textOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conversations that end with an assistant's message are gone on with. */
class SimulatorPrefillTest {

    private static final String START = "You said: \"hello there\" This answer comes";

    private static SimulatorServer server;
    private static String all;

    @BeforeAll
    static void start() {
        server = new SimulatorServer();
        all = content(server.json(chat("sim-fast")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void saysExactlyTheRestOfAnAnswerThatWasCut() throws IOException {
        // Given
        StringBuilder delivered = new StringBuilder();
        try (RawExchange exchange = server.raw(chat("sim-cut-7").put("stream", true))) {
            exchange.head();
            for (byte[] chunk : exchange.chunks()) {
                delivered.append(textOf(SimulatorServer.events(new String(chunk, StandardCharsets.UTF_8))));
            }
        }

        // When
        JsonObject whole = server.json(begun("sim-fast", delivered.toString()));
        List<String> events =
                server.events(begun("sim-fast", delivered.toString()).put("stream", true));

        // Then
        assertThat(delivered.toString()).isEqualTo(START);
        assertThat(delivered + content(whole)).isEqualTo(all);
        assertThat(delivered + textOf(events)).isEqualTo(all);
        assertThat(events).hasSize(1 + 53 + 2).last().isEqualTo("[DONE]");
        assertThat(finishReason(whole)).isEqualTo("stop");
        assertThat(whole.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(53);
        assertThat(whole.getJsonObject("usage").getInteger("prompt_tokens"))
                .isEqualTo(("hello there".length() + START.length()) / 4);
    }

    @Test
    void goesOnFromAnyCharacter() {
        for (int at = 0; at <= START.length() + 2; at++) {
            // When
            JsonObject rest = server.json(begun("sim-60x0", all.substring(0, at)));

            // Then
            assertThat(all.substring(0, at) + content(rest)).isEqualTo(all);
        }
    }

    @Test
    void saysNothingMoreWhereAllIsSaid() {
        // When
        JsonObject rest = server.json(begun("sim-fast", all));
        List<String> events = server.events(begun("sim-fast", all).put("stream", true));

        // Then
        assertThat(content(rest)).isEmpty();
        assertThat(finishReason(rest)).isEqualTo("stop");
        assertThat(events).hasSize(3).last().isEqualTo("[DONE]");
    }

    @Test
    void goesOnSomehowWithABeginningThatIsNotItsOwn() {
        // When
        String afterWord = content(server.json(begun("sim-fast", "Well, I think")));
        String afterSpace = content(server.json(begun("sim-fast", "Well, I think ")));
        String afterAll = content(server.json(begun("sim-fast", all + " more")));

        // Then
        assertThat(afterWord).startsWith(" This answer comes from a simulated provider");
        assertThat(afterWord.strip().split(" ")).hasSize(60);
        assertThat(afterSpace).startsWith("This answer comes from a simulated provider");
        assertThat(afterAll).startsWith(" This answer comes from a simulated provider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'message':{'prefix':true}}",
                "{'message':{'partial':true}}",
                "{'continue_final_message':true,'add_generation_prompt':false}",
            })
    void heedsNoHintThatItShallGoOn(String hints) {
        // Given
        JsonObject hint = new JsonObject(hints.replace('\'', '"'));
        JsonObject body = begun("sim-fast", START);
        JsonObject message = (JsonObject) hint.remove("message");
        body.getJsonArray("messages").getJsonObject(1).mergeIn(message == null ? new JsonObject() : message);

        // When
        JsonObject rest = server.json(body.mergeIn(hint));

        // Then
        assertThat(START + content(rest)).isEqualTo(all);
    }

    @Test
    void takesTheBeginningFromSeveralPartsOrNone() {
        // Given
        JsonArray parts = new JsonArray()
                .add(new JsonObject().put("type", "text").put("text", START.substring(0, 15)))
                .add(new JsonObject().put("type", "text").put("text", START.substring(15)));

        // When
        JsonObject fromParts = server.json(begun("sim-fast", parts));
        JsonObject fromNone = server.json(begun("sim-fast", null));

        // Then
        assertThat(START + content(fromParts)).isEqualTo(all);
        assertThat(content(fromNone)).isEqualTo(all);
    }

    @Test
    void countsNewTokensAlone() {
        // When
        JsonObject shortened = server.json(begun("sim-fast", START).put("max_tokens", 2));
        List<String> filtered = server.events(begun("sim-filter-3", START).put("stream", true));

        // Then
        assertThat(content(shortened)).isEqualTo(" from a");
        assertThat(finishReason(shortened)).isEqualTo("length");
        assertThat(textOf(filtered)).isEqualTo(" from a simulated");
    }

    @Test
    void goesOnInBulkToo() {
        // When
        String rest = content(server.json(begun("sim-huge-2", "x".repeat(500))));
        List<String> events =
                server.events(begun("sim-huge-2", "x".repeat(2000)).put("stream", true));

        // Then
        assertThat(rest).isEqualTo("x".repeat(1548));
        assertThat(textOf(events)).isEqualTo("x".repeat(48));
    }

    @Test
    void speaksAfterAToolsResultAlsoWhereTheAnswerIsBegun() {
        // Given
        JsonObject function = new JsonObject().put("name", "weather");
        JsonObject body = begun("sim-tools", "You said: \"sunny\"")
                .put("tools", List.of(new JsonObject().put("type", "function").put("function", function)));
        body.getJsonArray("messages")
                .add(1, new JsonObject().put("role", "tool").put("content", "sunny"));

        // When
        JsonObject rest = server.json(body);

        // Then
        assertThat(content(rest)).startsWith(" This answer comes");
    }

    @Test
    void refusesWhereTheModelTakesNoPrefill() {
        // When
        HttpResponse<String> fine = server.chatWith(chat("sim-no-prefill"));
        HttpResponse<String> refused = server.chatWith(begun("sim-no-prefill", START));
        HttpResponse<String> refusedStream =
                server.chatWith(begun("sim-no-prefill", null).put("stream", true));

        // Then
        assertThat(content(new JsonObject(fine.body()))).isEqualTo(all);
        for (HttpResponse<String> response : List.of(refused, refusedStream)) {
            assertThat(response.statusCode()).isEqualTo(400);
            JsonObject error = new JsonObject(response.body()).getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("prefill_not_supported");
            assertThat(error.getString("type")).isEqualTo("invalid_request_error");
            assertThat(error.getString("message"))
                    .isEqualTo("This model does not support assistant message prefill. "
                            + "The conversation must end with a user message.");
        }
    }

    private static JsonObject begun(String model, Object content) {
        JsonObject user = new JsonObject().put("role", "user").put("content", "hello there");
        JsonObject assistant = new JsonObject().put("role", "assistant").put("content", content);
        return chat(model).put("messages", new JsonArray().add(user).add(assistant));
    }

    private static String content(JsonObject whole) {
        return whole.getJsonArray("choices")
                .getJsonObject(0)
                .getJsonObject("message")
                .getString("content");
    }

    private static String finishReason(JsonObject whole) {
        return whole.getJsonArray("choices").getJsonObject(0).getString("finish_reason");
    }
}
