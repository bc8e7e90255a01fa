package io.penstock.dialect.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.DialectLaws;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswersTest {
    private static final TokenUsage USAGE = TokenUsage.reported(130, 64, 10, 48, 20);

    private static ChatAnswer read(String body) {
        return ((AnswerReading.Read) Golden.DIALECT.read(Slice.of(body))).answer();
    }

    private static String written(List<Part> parts, Finish finish, String stopSequence) {
        ChatAnswer answer = new ChatAnswer(
                "", "gpt-6", List.of(new ChatAnswer.Choice(parts, finish, stopSequence)), TokenUsage.UNREPORTED);
        return Golden.DIALECT.write(answer, DialectLaws.REPLY).toString();
    }

    @Test
    void readsAWholeAnswer() {
        assertThat(read(Golden.text("answer.json")))
                .isEqualTo(new ChatAnswer(
                        "msg_01",
                        "claude-sonnet-5",
                        List.of(new ChatAnswer.Choice(
                                List.of(
                                        new Part.Thinking("Weather.", new Signature(Signature.ANTHROPIC, "EqQB")),
                                        new Part.HiddenThinking(new Signature(Signature.ANTHROPIC, "Emw9")),
                                        new Part.Text("Let me look."),
                                        new Part.ToolUse("toolu_01", "get_weather", "{\"city\":\"Oslo\",\"n\":1.50}")),
                                Finish.TOOLS,
                                null)),
                        USAGE));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "pause_turn, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOLS",
        "refusal, FILTERED",
        "something_new, STOP"
    })
    void readsWhyItEnded(String reason, Finish finish) {
        assertThat(read("{\"content\":[],\"stop_reason\":\"" + reason + "\"}")
                        .choices()
                        .getFirst()
                        .finish())
                .isEqualTo(finish);
    }

    @Test
    void readsWhatTheModelSaysToItsRefusal() {
        assertThat(read("{\"content\":[],\"stop_reason\":\"refusal\",\"stop_details\":{\"explanation\":\"No.\"}}")
                        .choices()
                        .getFirst()
                        .parts())
                .containsExactly(new Part.Refusal("No."));
    }

    @Test
    void writesWhatOtherDialectsSay() {
        assertThat(written(
                        List.of(
                                new Part.Thinking("Hm.", new Signature(Signature.OPENAI, "gA==")),
                                new Part.Thinking("Ah.", null),
                                new Part.Refusal("No."),
                                new Part.ToolUse("call_1", "a", ""),
                                new Part.ToolUse("call_2", "b", "{\"cut\":"),
                                new Part.ToolUse("call_3", "c", "text", true, null)),
                        Finish.LENGTH,
                        null))
                .isEqualTo("{\"id\":\"msg_made1up\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"asked-model\",\"content\":["
                        + "{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"penstock:openai:gA==\"},"
                        + "{\"type\":\"thinking\",\"thinking\":\"Ah.\",\"signature\":\"penstock:none:\"},"
                        + "{\"type\":\"text\",\"text\":\"No.\"},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_1\",\"name\":\"a\",\"input\":{}},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_2\",\"name\":\"b\",\"input\":{\"input\":\"{\\\"cut\\\":\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"call_3\",\"name\":\"c\",\"input\":{\"input\":\"text\"}}],"
                        + "\"stop_reason\":\"max_tokens\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":0,"
                        + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":0}}");
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,, end_turn",
        "STOP, END, stop_sequence",
        "LENGTH,, max_tokens",
        "TOOLS,, tool_use",
        "FILTERED,, refusal"
    })
    void writesWhyItEnded(Finish finish, String sequence, String reason) {
        assertThat(written(List.of(), finish, sequence))
                .contains("\"stop_reason\":\"" + reason + "\",\"stop_sequence\":"
                        + (sequence == null ? "null" : "\"END\""));
    }

    @Test
    void writesAnAnswerThatFailedAsAnError() {
        // When
        byte[] body =
                written(List.of(new Part.Text("half")), Finish.FAILED, null).getBytes(UTF_8);

        // Then
        assertThat(Golden.DIALECT.isError(body, 0, body.length)).isTrue();
        assertThat(Golden.DIALECT.read(new Slice(body, 0, body.length))).isInstanceOf(AnswerReading.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}} | true",
                "{\"error\":{\"message\":\"x\"}} | true",
                "{\"type\":\"message\",\"content\":[{\"type\":\"tool_use\",\"input\":{\"error\":{}}}]} | false",
                "{\"type\":\"message\",\"content\":[]} | false",
                "\"error\" | false"
            })
    void tellsAnErrorFromAnAnswer(String body, boolean error) {
        byte[] bytes = body.getBytes(UTF_8);
        assertThat(Golden.DIALECT.isError(bytes, 0, bytes.length)).isEqualTo(error);
    }

    @Test
    void findsTheUsageOfAnAnswerAndOfItsTail() {
        byte[] answer = Golden.bytes("answer.json");
        assertThat(Golden.DIALECT.usage(answer, 0, answer.length)).isEqualTo(USAGE);
        assertThat(Golden.DIALECT.usage(answer, answer.length - 300, answer.length))
                .isEqualTo(USAGE);
        assertThat(Golden.DIALECT.usage(answer, answer.length - 100, answer.length))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_value, invalid_request_error",
        "401, invalid_api_key, authentication_error",
        "402, x, billing_error",
        "403, x, permission_error",
        "404, model_not_found, not_found_error",
        "409, x, conflict_error",
        "413, x, request_too_large",
        "418, x, invalid_request_error",
        "429, rate_limit_exceeded, rate_limit_error",
        "429, insufficient_quota, billing_error",
        "500, x, api_error",
        "502, x, api_error",
        "503, x, overloaded_error",
        "504, x, timeout_error",
        "529, x, overloaded_error"
    })
    void namesErrorsAsAnthropicDoes(int status, String code, String type) {
        assertThat(Golden.DIALECT
                        .error(new ApiError(status, "any", null, code, "Why."))
                        .toString())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"Why.\"}}");
    }

    @Test
    void namesTheFieldInTheMessage() {
        assertThat(Golden.DIALECT
                        .errorEvent(ApiError.invalid(400, "n", "x", "Too many."))
                        .toString())
                .isEqualTo("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                        + "\"message\":\"n: Too many.\"}}\n\n");
    }
}
