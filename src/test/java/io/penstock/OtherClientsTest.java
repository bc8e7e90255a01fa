package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What editors and frameworks do that vendors' SDKs do not. */
class OtherClientsTest {
    private static final String MESSAGE =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}";
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
    private static final String CHAT = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";

    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    @Test
    void tellsCursorWhereABodyOfResponsesBelongs() throws Exception {
        // When
        HttpResponse<String> response = desk.send(desk.gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"chat-m\",\"stream\":true,\"instructions\":\"x\",\"input\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":{}}]}"));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getJsonObject("error").getString("message"))
                .contains("/v1/responses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages-m", "chat-m"})
    void answersVercelsAnthropicPackageWithoutTheVersionInItsPath(String model) throws Exception {
        // Given
        desk.answers(
                200,
                model.equals("messages-m")
                        ? MESSAGE
                        : "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}");
        // When
        HttpResponse<String> response = desk.send(desk.post("/messages", CHAT.formatted(model, ",\"max_tokens\":9"))
                .header("x-api-key", TestGateway.CLIENT_KEY)
                .header("anthropic-version", "2023-06-01"));
        // Then
        JsonObject message = new JsonObject(response.body());
        assertThat(message.getString("type")).isEqualTo("message");
        assertThat(message.getJsonArray("content").getJsonObject(0).getString("text"))
                .isEqualTo("Hi");
        assertThat(message.getString("stop_reason")).isEqualTo("end_turn");
    }

    @Test
    void takesAnAzureClientToAnyProvider() throws Exception {
        // Given
        desk.answers(200, MESSAGE);
        HttpRequest.Builder call = desk.post(
                        "/openai/deployments/messages-m/chat/completions?api-version=2024-10-21",
                        "{\"model\":\"whatever\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")
                .header("api-key", TestGateway.CLIENT_KEY);
        // When
        HttpResponse<String> response = desk.send(call);
        // Then
        JsonObject choice =
                new JsonObject(response.body()).getJsonArray("choices").getJsonObject(0);
        assertThat(choice.getJsonObject("message").getString("content")).isEqualTo("Hi");
        assertThat(new JsonObject(desk.upstream.next().body()).getString("model"))
                .isEqualTo("messages-m");
    }

    @Test
    void givesLangChainTheUsageItAsksForAndOthersNone() throws Exception {
        // Given
        desk.streams(STREAM + END);
        // When
        HttpResponse<String> asked = desk.send(desk.gateway.post(
                "/v1/chat/completions",
                CHAT.formatted("messages-m", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        HttpResponse<String> silent =
                desk.send(desk.gateway.post("/v1/chat/completions", CHAT.formatted("messages-m", ",\"stream\":true")));
        // Then
        JsonObject last = Desk.events(asked.body()).getLast();
        assertThat(last.getJsonArray("choices")).isEmpty();
        assertThat(last.getJsonObject("usage").getInteger("completion_tokens")).isEqualTo(9);
        assertThat(asked.body()).endsWith("data: [DONE]\n\n");
        assertThat(Desk.events(silent.body()))
                .noneMatch(chunk -> chunk.getJsonArray("choices").isEmpty());
    }

    @Test
    void tellsLangChain4jByAnEventsNameThatTheStreamBroke() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        desk.upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(STREAM);
            begun.await(10, TimeUnit.SECONDS);
            wire.reset();
        });
        byte[] body = CHAT.formatted("messages-m", ",\"stream\":true").getBytes(StandardCharsets.UTF_8);
        RawCaller.Answer answer;
        // When
        try (RawCaller caller = RawCaller.of(desk.gateway)) {
            String head = caller.send(RawCaller.head("/v1/chat/completions", "content-length: " + body.length))
                    .send(body)
                    .head();
            begun.countDown();
            answer = caller.answer(head);
        }
        // Then
        JsonObject last = Desk.events(answer.body()).getLast();
        assertThat(last.getString("event")).isEqualTo("error");
        assertThat(last.getJsonObject("error").getString("code")).isEqualTo("provider_cut_answer");
        assertThat(answer.whole()).isFalse();
    }
}
