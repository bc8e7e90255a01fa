package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codex CLI, which speaks Responses alone, before providers that do not. */
class CodexTest {
    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private static HttpRequest.Builder codex(String path, String model, String input) {
        return desk.post(path, CodexTurns.CALL.formatted(model, input))
                .header("authorization", "Bearer " + TestGateway.CLIENT_KEY)
                .header("accept", "text/event-stream")
                .header("originator", "codex_cli_rs")
                .header("session-id", "0199")
                .header("thread-id", "0199")
                .header("version", "0.162.0")
                .header("x-client-request-id", "0199")
                .header("x-codex-turn-metadata", "{}")
                .header("x-codex-window-id", "0199:0")
                .header("user-agent", "codex_cli_rs/0.162.0");
    }

    private static void play(String dialect) {
        desk.streams(dialect.equals("chat") ? CodexTurns.CHAT : CodexTurns.MESSAGES);
    }

    @ParameterizedTest
    @CsvSource({"chat,/v1/responses", "messages,/v1/responses", "chat,/responses"})
    void readsItsHistoryFromWholeItemsAndTheEndFromCompleted(String dialect, String path) throws Exception {
        // Given
        play(dialect);
        // When
        HttpResponse<String> response = desk.send(codex(path, dialect + "-m", CodexTurns.FIRST));
        // Then
        List<JsonObject> events = Desk.events(response.body());
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(events.getFirst().getString("type")).isEqualTo("response.created");
        for (int at = 0; at < events.size(); at++) {
            assertThat(events.get(at).getString("type"))
                    .isEqualTo(events.get(at).getString("event"));
            assertThat(events.get(at).getInteger("sequence_number")).isEqualTo(at);
        }
        List<JsonObject> done = events.stream()
                .filter(event -> event.getString("type").equals("response.output_item.done"))
                .map(event -> event.getJsonObject("item"))
                .filter(item -> !item.getString("type").equals("reasoning"))
                .toList();
        assertThat(done)
                .extracting(item -> item.getString("type"))
                .containsExactly("message", "function_call", "custom_tool_call");
        assertThat(done.get(0).getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo("On it.");
        assertThat(done.get(1).getString("arguments")).isEqualTo("{\"command\":[\"ls\"]}");
        assertThat(done.get(1).getString("call_id")).isNotEmpty();
        assertThat(done.get(2).getString("name")).isEqualTo("apply_patch");
        assertThat(done.get(2).getString("input")).isEqualTo("*** Begin Patch");
        JsonObject last = events.getLast();
        assertThat(last.getString("type")).isEqualTo("response.completed");
        assertThat(last.getJsonObject("response").getJsonArray("output").size()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "messages"})
    void findsEveryNumberOfTheUsageWhetherTheProviderToldThemOrNot(String dialect) throws Exception {
        // Given
        play(dialect);
        // When
        HttpResponse<String> response = desk.send(codex("/v1/responses", dialect + "-m", CodexTurns.FIRST));
        // Then
        JsonObject end = Desk.events(response.body()).getLast().getJsonObject("response");
        JsonObject usage = end.getJsonObject("usage");
        assertThat(usage.getValue("input_tokens")).isInstanceOf(Integer.class);
        assertThat(usage.getValue("output_tokens")).isInstanceOf(Integer.class);
        assertThat(usage.getValue("total_tokens")).isInstanceOf(Integer.class);
        assertThat(usage.getJsonObject("input_tokens_details").getValue("cached_tokens"))
                .isInstanceOf(Integer.class);
        assertThat(usage.getJsonObject("output_tokens_details").getValue("reasoning_tokens"))
                .isInstanceOf(Integer.class);
        assertThat(end.getString("id")).isNotEmpty();
    }

    @Test
    void takesItsToolsAndItsHistoryToAChatProvider() throws Exception {
        // Given
        play("chat");
        // When
        HttpResponse<String> response = desk.send(codex("/v1/responses", "chat-m", CodexTurns.SECOND));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject sent = new JsonObject(desk.upstream.next().body());
        assertThat(sent.getJsonArray("tools").stream().map(tool -> ((JsonObject) tool).getString("type")))
                .hasSize(3)
                .containsOnly("function", "custom");
        JsonArray messages = sent.getJsonArray("messages");
        assertThat(messages.getJsonObject(0).encode()).contains("You are Codex.");
        assertThat(sent.encode())
                .contains("call_1", "call_2", "a.txt", "Success", "*** Begin Patch")
                .doesNotContain("gAAAAsealed", "web_search", "encrypted_content", "client_metadata");
        assertThat(messages.stream()
                        .filter(message ->
                                ((JsonObject) message).getString("role").equals("tool"))
                        .count())
                .isEqualTo(2);
        assertThat(sent.getString("reasoning_effort")).isEqualTo("high");
    }

    @Test
    void takesItsToolsAndItsHistoryToAnAnthropicProviderWithoutForeignSeals() throws Exception {
        // Given
        play("messages");
        // When
        HttpResponse<String> response = desk.send(codex("/v1/responses", "messages-m", CodexTurns.SECOND));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject sent = new JsonObject(desk.upstream.next().body());
        assertThat(sent.getValue("system").toString()).contains("You are Codex.");
        assertThat(sent.getJsonArray("tools")).hasSize(3);
        assertThat(sent.encode())
                .contains("\"tool_use_id\":\"call_1\"", "\"tool_use_id\":\"call_2\"", "*** Begin Patch")
                .doesNotContain("gAAAAsealed", "prompt_cache_key", "client_metadata");
    }

    @Test
    void givesAnAnthropicProviderItsOwnSealsBack() throws Exception {
        // Given
        play("messages");
        String first = desk.send(codex("/v1/responses", "messages-m", CodexTurns.FIRST))
                .body();
        StringBuilder history = new StringBuilder(CodexTurns.FIRST);
        Desk.events(first).stream()
                .filter(event -> event.getString("type").equals("response.output_item.done"))
                .forEach(event ->
                        history.append(',').append(event.getJsonObject("item").encode()));
        for (String id : List.of("toolu_s", "toolu_p")) {
            String type = id.equals("toolu_s") ? "function_call_output" : "custom_tool_call_output";
            history.append(",{\"type\":\"" + type + "\",\"call_id\":\"" + id + "\",\"output\":\"ok\"}");
        }
        desk.upstream.next();
        // When
        HttpResponse<String> response = desk.send(codex("/v1/responses", "messages-m", history.toString()));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(desk.upstream.next().body())
                .contains("\"thinking\":\"Hm.\"", "\"signature\":\"c2VhbA==\"", "\"tool_use_id\":\"toolu_p\"")
                .contains("\"input\":{\"input\":\"*** Begin Patch\"}");
    }

    @Test
    void keepsTheSealsOfOthersFromOpenAi() throws Exception {
        // Given
        desk.upstream.plays((request, wire) -> wire.json(400, "{\"error\":{\"message\":\"seen\"}}"));
        String history = CodexTurns.SECOND.replace("gAAAAsealed", "penstock:anthropic:c2VhbA==");
        // When
        desk.send(codex("/v1/responses", "responses-m", CodexTurns.SECOND));
        desk.send(codex("/v1/responses", "responses-m", history));
        // Then
        assertThat(desk.upstream.next().body()).isEqualTo(CodexTurns.CALL.formatted("responses-m", CodexTurns.SECOND));
        assertThat(desk.upstream.next().body())
                .contains("call_1", "call_2", "apply_patch", "mcp__files", "\"store\":false")
                .doesNotContain("penstock:");
    }

    @Test
    void keepsItsOwnHeadersFromProviders() throws Exception {
        // Given
        play("chat");
        // When
        desk.send(codex("/v1/responses", "chat-m", CodexTurns.FIRST));
        // Then
        assertThat(desk.upstream.next().head().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("x-codex", "originator", "session-id", "thread-id", TestGateway.CLIENT_KEY);
    }

    @ParameterizedTest
    @CsvSource({"400,context_length_exceeded", "429,rate_limit_exceeded", "429,insufficient_quota"})
    void isToldWhyInTheCodesItKnows(int status, String code) throws Exception {
        // Given
        String said =
                "{\"error\":{\"message\":\"No. Please try again in 1.5s.\",\"type\":\"x\",\"param\":null,\"code\":\"%s\"}}";
        HttpResponse<String> response;
        // A refused key or a rate limit would be remembered.
        try (Desk own = new Desk()) {
            own.answers(status, said.formatted(code));
            // When
            response =
                    own.send(own.gateway.post("/v1/responses", CodexTurns.CALL.formatted("chat-m", CodexTurns.FIRST)));
        }
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message")).contains("try again in 1.5s");
    }

    @Test
    void isToldInTheStreamWhyItBrokeOff() throws Exception {
        // Given
        String begun = CodexTurns.MESSAGES.substring(
                0,
                CodexTurns.MESSAGES.indexOf(
                        "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":2"));
        CountDownLatch begins = new CountDownLatch(1);
        RawCaller.Answer answer;
        try (Desk own = new Desk()) {
            own.upstream.plays((request, wire) -> {
                wire.streamHead();
                wire.chunk(begun);
                begins.await(10, TimeUnit.SECONDS);
                wire.chunk(
                        "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Please try again in 1.5s.\"}}\n\n");
            });
            byte[] body =
                    CodexTurns.CALL.formatted("messages-m", CodexTurns.FIRST).getBytes(StandardCharsets.UTF_8);
            try (RawCaller caller = RawCaller.of(own.gateway)) {
                // When
                String head = caller.send(RawCaller.head("/v1/responses", "content-length: " + body.length))
                        .send(body)
                        .head();
                begins.countDown();
                answer = caller.answer(head);
            }
        }
        // Then
        assertThat(answer.whole()).isFalse();
        List<JsonObject> events = Desk.events(answer.body());
        JsonObject failed = events.get(events.size() - 2);
        assertThat(failed.getString("event")).isEqualTo("response.failed");
        JsonObject error = failed.getJsonObject("response").getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo("rate_limit_exceeded");
        assertThat(error.getString("message")).contains("try again in 1.5s");
        assertThat(events.getLast().getString("event")).isEqualTo("error");
        assertThat(answer.body()).doesNotContain("response.completed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models?client_version=0.162.0", "/models?client_version=0.162.0"})
    void findsNoListOfItsOwnFormSoThatItGoesByWhatItKnows(String path) throws Exception {
        // When
        HttpResponse<String> response = desk.send(desk.gateway.get(path));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).fieldNames()).containsExactlyInAnyOrder("object", "data");
    }
}
