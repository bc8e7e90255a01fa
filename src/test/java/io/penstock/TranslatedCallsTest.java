package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Wire;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls whose provider speaks another dialect than their caller: refusals, what cannot be asked, and what is counted. */
class TranslatedCallsTest {
    private static final String SECRET = "sk-upstream-secret-0123456789";
    private static final String REMOTE_IMAGE =
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}";
    private static final Map<Wire, ScriptedUpstream> UPSTREAMS = new EnumMap<>(Wire.class);

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder yaml = new StringBuilder("""
                usage: {flush_millis: 20}
                resilience:
                  attempts_max: 1
                  rescue: false
                  breaker: {streak: 10000, outcomes_min: 10000}
                rules:
                  - {models: ["ollama-able"], attempts_max: 3, fallbacks: [fake-1-messages/messages-able]}
                providers:
                """);
        for (Wire wire : Wire.values()) {
            ScriptedUpstream upstream = new ScriptedUpstream();
            UPSTREAMS.put(wire, upstream);
            // One for each status, so that what one refusal benches stays free for the next.
            for (int status : new int[] {1, 400, 401, 404, 429, 529}) {
                yaml.append("""
                          fake-%3$s-%1$s:
                            dialect: %1$s
                            base_url: http://127.0.0.1:%2$s
                            api_key: sk-upstream-secret-0123456789
                            models: ["%4$s%1$s-*"]
                        """.formatted(wire.label(), upstream.port(), status, status == 1 ? "" : status + "-"));
            }
        }
        gateway = TestGateway.start(yaml.toString(), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        for (ScriptedUpstream upstream : UPSTREAMS.values()) {
            upstream.close();
        }
    }

    static Stream<Arguments> pairs() {
        return DialectCaller.CALLERS.stream()
                .flatMap(caller -> Stream.of(Wire.values())
                        .filter(upstream -> upstream != caller)
                        .map(upstream -> Arguments.of(caller, upstream)));
    }

    /** Messages, so that streams are told whole. */
    private static RawCaller.Answer refused(Wire caller, Wire upstream, int status, String type, String header)
            throws Exception {
        String body = Spoken.refusal(upstream, status, type, "Not so with " + SECRET);
        UPSTREAMS
                .get(upstream)
                .plays((request, socket) -> socket.write("HTTP/1.1 " + status + " X\r\n" + header
                        + "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body));
        return DialectCaller.ask(gateway, caller, status + "-" + upstream.label() + "-" + caller.label(), false);
    }

    private static String type(Wire caller, String openAi, String anthropic, String google) {
        return switch (caller) {
            case MESSAGES -> anthropic;
            case GEMINI -> google;
            default -> openAi;
        };
    }

    private static void assertRefusal(RawCaller.Answer answer, Wire caller, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(DialectCaller.refusal(caller, answer.body()))
                .as(answer.toString())
                .startsWith(type + ": ");
        assertThat(answer.toString()).doesNotContain(SECRET);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsABadRequestInTheCallersDialect(Wire caller, Wire upstream) throws Exception {
        // When
        RawCaller.Answer answer = refused(caller, upstream, 400, "invalid_request_error", "");
        // Then
        String type = type(caller, "invalid_request_error", "invalid_request_error", "INVALID_ARGUMENT");
        assertRefusal(answer, caller, 400, type);
        assertThat(answer.body()).contains("Not so with [redacted]");
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT, MESSAGES",
        "CHAT, COHERE",
        "RESPONSES, GEMINI",
        "MESSAGES, CONVERSE",
        "GEMINI, CHAT",
        "MESSAGES, OLLAMA"
    })
    void tellsARateLimitAndWhenItEnds(Wire caller, Wire upstream) throws Exception {
        // When
        RawCaller.Answer answer = refused(caller, upstream, 429, "rate_limit_error", "retry-after: 7\r\n");
        // Then
        assertRefusal(answer, caller, 429, type(caller, "rate_limit_error", "rate_limit_error", "RESOURCE_EXHAUSTED"));
        assertThat(answer.header("retry-after")).isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"CHAT, GEMINI", "RESPONSES, OLLAMA", "MESSAGES, CHAT", "GEMINI, CONVERSE", "CHAT, COHERE"})
    void keepsARejectedKeyToItself(Wire caller, Wire upstream) throws Exception {
        // When
        RawCaller.Answer answer = refused(caller, upstream, 401, "authentication_error", "");
        // Then
        assertRefusal(answer, caller, 502, type(caller, "upstream_error", "api_error", "UNAVAILABLE"));
        assertThat(answer.body()).contains("rejected the key this gateway holds");
    }

    @ParameterizedTest
    @CsvSource({"CHAT, MESSAGES", "RESPONSES, MESSAGES", "GEMINI, MESSAGES", "MESSAGES, CONVERSE"})
    void tellsAnOverload(Wire caller, Wire upstream) throws Exception {
        // When
        RawCaller.Answer answer = refused(caller, upstream, 529, "overloaded_error", "");
        // Then
        assertRefusal(answer, caller, 529, type(caller, "upstream_error", "overloaded_error", "UNAVAILABLE"));
    }

    @ParameterizedTest
    @CsvSource({"CHAT, MESSAGES", "RESPONSES, COHERE", "GEMINI, OLLAMA", "MESSAGES, GEMINI"})
    void tellsThatAModelIsGone(Wire caller, Wire upstream) throws Exception {
        // When
        RawCaller.Answer answer = refused(caller, upstream, 404, "not_found_error", "");
        // Then
        assertRefusal(answer, caller, 404, type(caller, "invalid_request_error", "not_found_error", "NOT_FOUND"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONVERSE", "OLLAMA"})
    void namesTheImageThatAProviderWouldHaveToFetch(Wire upstream) throws Exception {
        // Given
        String body = REMOTE_IMAGE.formatted(upstream.label() + "-image");
        // When
        RawCaller.Answer answer = asked("/v1/chat/completions", body);
        // Then
        assertRefusal(answer, Wire.CHAT, 400, "invalid_request_error");
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("param"))
                .startsWith("messages.0.content.0");
    }

    @Test
    void asksTheNextProviderWhereOneCannotFetchAnImage() throws Exception {
        // Given
        UPSTREAMS.get(Wire.MESSAGES).plays((request, socket) -> socket.json(200, ANTHROPIC));
        // When
        RawCaller.Answer answer = asked("/v1/chat/completions", REMOTE_IMAGE.formatted("ollama-able"));
        // Then
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(UPSTREAMS.get(Wire.MESSAGES).next().body()).contains("\"url\":\"https://example.com/a.png\"");
    }

    private static final String ANTHROPIC =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"},{\"type\":\"text\",\"text\":\"Hi\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":4,\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":2}}}";

    private static RawCaller.Answer asked(String path, String body) throws Exception {
        try (RawCaller caller = DialectCaller.asks(gateway, path, body)) {
            return caller.answer();
        }
    }

    @Test
    void namesArgumentsThatAreNoJsonInTheCallersDialect() throws Exception {
        // Given
        String body =
                "{\"model\":\"messages-args\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{no json\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"b\"}]}";
        // When
        RawCaller.Answer answer = asked("/v1/chat/completions", body);
        // Then
        assertRefusal(answer, Wire.CHAT, 400, "invalid_request_error");
        assertThat(answer.body()).contains("messages.1.");
    }

    @Test
    void booksTheUsageOfAWholeAnswer() throws Exception {
        // Given
        UPSTREAMS.get(Wire.MESSAGES).plays((request, socket) -> socket.json(200, ANTHROPIC));
        // When
        RawCaller.Answer answer = DialectCaller.ask(gateway, Wire.RESPONSES, "messages-usage", false);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        gateway.awaitRow(
                "select concat_ws(' ', outcome, input_tokens, cached_input_tokens, output_tokens, reasoning_tokens, usage_reported)"
                        + " from llm_usage_logs where model_asked = 'messages-usage'",
                "completed 11 4 7 2 t");
    }

    @Test
    void countsTokensWhereItsProviderDoesAndEstimatesThemElsewhere() throws Exception {
        // Given
        UPSTREAMS.get(Wire.MESSAGES).plays((request, socket) -> socket.json(200, "{\"input_tokens\":4711}"));
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello, how are you?\"}]}";
        // When
        RawCaller.Answer counted = asked("/v1/messages/count_tokens", body.formatted("messages-count"));
        RawCaller.Answer estimated = asked("/v1/messages/count_tokens", body.formatted("gemini-count"));
        // Then
        assertThat(counted.body()).isEqualTo("{\"input_tokens\":4711}");
        assertThat(UPSTREAMS.get(Wire.MESSAGES).next().head()).contains("/messages/count_tokens");
        assertThat(new JsonObject(estimated.body()).getInteger("input_tokens")).isBetween(3, 30);
    }

    @Test
    void keepsThoughtsOfOthersFromAnthropicAndLosesNothingElse() throws Exception {
        // Given
        UPSTREAMS.get(Wire.MESSAGES).plays((request, socket) -> socket.json(200, ANTHROPIC));
        String more =
                "\"brand_new_field\":{\"a\":1},\"context_management\":{\"edits\":[]},\"tools\":[{\"type\":\"web_search_20250305\",\"name\":\"web_search\",\"max_uses\":2}],";
        String body = "{\"model\":\"messages-foreign\",\"max_tokens\":100," + more
                + "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"penstock:openai:Z0FB\"},{\"type\":\"text\",\"text\":\"b\"}]},{\"role\":\"user\",\"content\":\"c\"}]}";
        // When
        RawCaller.Answer answer = asked("/v1/messages", body);
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String sent = UPSTREAMS.get(Wire.MESSAGES).next().body();
        assertThat(sent)
                .doesNotContain("penstock:")
                .contains(
                        "\"brand_new_field\":{\"a\":1}", "context_management", "web_search_20250305", "\"max_uses\":2");
    }
}
