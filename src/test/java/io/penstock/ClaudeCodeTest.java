package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Received;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Claude Code, before Anthropic and before others. */
class ClaudeCodeTest {
    private static final String BETAS =
            "claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27";
    private static final String CALL = """
            { "model" : "%s", "messages":[{"role":"user","content":[{"type":"text","text":"<system-reminder>x</system-reminder>"},{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}],
             "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1; cc_entrypoint=cli;"},
              {"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
             "tools":[{"name":"Bash","description":"Runs.","input_schema":{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false},"eager_input_streaming":true,"cache_control":{"type":"ephemeral"}},
              {"name":"Deferred","description":"Later.","input_schema":{"type":"object","properties":{}},"defer_loading":true}],
             "metadata":{"user_id":"user_1_account__session_2"},"max_tokens":32000,"thinking":{"type":"adaptive"},"output_config":{"effort":"high"},
             "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},"temperature":1.0,"unheard_of":%s,"stream":%s}""";

    private static final String STREAM = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}

            """;
    private static final String END = """
            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":9}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    private static final String CHAT =
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n"
                    + "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private static final String RESPONSE =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}";

    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private static HttpRequest.Builder claude(String path, String body) {
        return desk.post(path, body)
                .header("authorization", "Bearer " + TestGateway.CLIENT_KEY)
                .header("anthropic-version", "2023-06-01")
                .header("anthropic-beta", BETAS)
                .header("x-app", "cli")
                .header("x-claude-code-session-id", "0199")
                .header("user-agent", "claude-cli/2.1.0 (external, cli)");
    }

    @ParameterizedTest
    @CsvSource({"messages-m,messages-m", "my-messages/real-m,real-m"})
    void reachesAnthropicWithEveryByteAndItsBetas(String model, String real) throws Exception {
        // Given
        desk.answers(200, RESPONSE);
        // When
        HttpResponse<String> response =
                desk.send(claude("/v1/messages?beta=true", CALL.formatted(model, "{\"a\":1.50}", false)));
        // Then
        Received received = desk.upstream.next();
        assertThat(received.body()).isEqualTo(CALL.formatted(real, "{\"a\":1.50}", false));
        assertThat(received.header("anthropic-beta")).isEqualTo(BETAS);
        assertThat(received.header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(received.header("x-api-key")).isEqualTo(Desk.SECRET);
        assertThat(received.header("authorization")).isNull();
        assertThat(received.head()).startsWith("POST /v1/messages").doesNotContain(TestGateway.CLIENT_KEY);
        assertThat(response.body()).isEqualTo(RESPONSE);
        assertThat(response.headers().firstValue("request-id")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-m", "responses-m", "gemini-m"})
    void asksOthersWithoutWhatTheyDoNotKnow(String model) throws Exception {
        // Given
        desk.upstream.plays((request, wire) -> wire.json(500, "{\"error\":{\"message\":\"seen\",\"code\":500}}"));
        // When
        HttpResponse<String> response =
                desk.send(claude("/v1/messages?beta=true", CALL.formatted(model, "null", true)));
        // Then
        String sent = desk.upstream.next().body();
        assertThat(sent)
                .contains("You are Claude Code.", "Bash", "Deferred")
                .doesNotContain(
                        "cache_control",
                        "eager_input_streaming",
                        "defer_loading",
                        "context_management",
                        "adaptive",
                        "unheard_of");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo("error");
    }

    @Test
    void getsItsOwnEventsFromAChatProvider() throws Exception {
        // Given
        desk.streams(CHAT);
        // When
        HttpResponse<String> response =
                desk.send(claude("/v1/messages?beta=true", CALL.formatted("chat-m", "null", true)));
        // Then
        assertThat(Desk.events(response.body()))
                .allMatch(event -> event.getString("event").equals(event.getString("type")))
                .extracting(event -> event.getString("type"))
                .containsSubsequence(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages-m", "chat-m"})
    void hearsAPingWhileTheProviderIsSilent(String model) throws Exception {
        // Given
        CountDownLatch heard = new CountDownLatch(1);
        boolean anthropic = model.equals("messages-m");
        desk.upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(anthropic ? STREAM : CHAT.substring(0, CHAT.indexOf("\n\n") + 2));
            heard.await(10, TimeUnit.SECONDS);
            wire.chunk(anthropic ? END : CHAT.substring(CHAT.indexOf("\n\n") + 2));
            wire.endOfChunks();
        });
        byte[] body = CALL.formatted(model, "null", true).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        StringBuilder seen = new StringBuilder();
        try (RawCaller caller = RawCaller.of(desk.gateway)) {
            // When
            caller.send(RawCaller.head("/v1/messages?beta=true", "content-length: " + body.length))
                    .send(body)
                    .head();
            for (byte[] chunk = caller.chunk(); chunk != null && chunk.length > 0; chunk = caller.chunk()) {
                seen.append(new String(chunk, java.nio.charset.StandardCharsets.UTF_8));
                if (seen.indexOf("event: ping") > 0) {
                    heard.countDown();
                }
            }
        }
        // Then
        assertThat(heard.getCount()).isZero();
        assertThat(seen.toString())
                .contains("event: ping\ndata: {\"type\":\"ping\"}\n\n")
                .contains("event: message_stop");
    }

    @Test
    void passesCountingOnToAnthropicAndEstimatesElsewhere() throws Exception {
        // Given
        desk.answers(200, "{\"input_tokens\":4711}");
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"How long is this?\"}]}";
        // When
        HttpResponse<String> counted =
                desk.send(claude("/v1/messages/count_tokens?beta=true", body.formatted("messages-m")));
        HttpResponse<String> estimated =
                desk.send(claude("/v1/messages/count_tokens?beta=true", body.formatted("chat-m")));
        // Then
        assertThat(counted.body()).isEqualTo("{\"input_tokens\":4711}");
        assertThat(desk.upstream.next().head()).startsWith("POST /v1/messages/count_tokens ");
        assertThat(new JsonObject(estimated.body()).getInteger("input_tokens")).isBetween(5, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "400,invalid_request_error,prompt is too long: 210000 tokens > 200000 maximum",
        "529,overloaded_error,Overloaded",
        "429,rate_limit_error,This would exceed your limit"
    })
    void readsAnthropicsErrorsAsAnthropicWroteThem(int status, String type, String message) throws Exception {
        // Given
        String error = "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
        desk.answers(status, error);
        // When
        HttpResponse<String> response =
                desk.send(claude("/v1/messages?beta=true", CALL.formatted("org/messages-m", "null", true)));
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages,nothing-like-it,404,not_found_error", "/v1/messages,,400,invalid_request_error"})
    void readsTheGatewaysErrorsInAnthropicsForm(String path, String model, int status, String type) throws Exception {
        // When
        HttpResponse<String> response =
                desk.send(claude(path, model == null ? "{\"messages\":1" : CALL.formatted(model, "null", true)));
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        JsonObject body = new JsonObject(response.body());
        assertThat(body.getString("type")).isEqualTo("error");
        assertThat(body.getJsonObject("error").getString("type")).isEqualTo(type);
        assertThat(response.headers().firstValue("request-id")).isPresent();
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void looksForTheServerAndItsModels() throws Exception {
        // When
        HttpResponse<String> hello =
                desk.send(desk.gateway.get("/api/hello").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        HttpResponse<String> models =
                desk.send(desk.gateway.get("/v1/models?limit=1000").header("anthropic-version", "2023-06-01"));
        // Then
        assertThat(hello.statusCode()).isLessThan(500);
        JsonObject list = new JsonObject(models.body());
        assertThat(list.getJsonArray("data").getJsonObject(0).fieldNames()).contains("id", "display_name");
        assertThat(list.getBoolean("has_more")).isFalse();
    }
}
