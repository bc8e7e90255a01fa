package io.penstock.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Reply;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesAnswersTest {
    private static final String ANSWER = """
            {"id":"resp_1","object":"response","status":"completed","error":null,"incomplete_details":null,"model":"gpt","output":[
             {"type":"reasoning","id":"rs_0","summary":[]},
             {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAA"},
             {"type":"web_search_call","id":"ws_1","status":"completed"},
             {"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]},
             {"type":"function_call","id":"fc_1","call_id":"call_a1","name":"get_time","arguments":""}],
             "usage":{"input_tokens":120,"input_tokens_details":{"cached_tokens":64},"output_tokens":48,
             "output_tokens_details":{"reasoning_tokens":20},"total_tokens":168}}""";

    private final ResponsesDialect dialect = new ResponsesDialect();

    @Test
    void anAnswerIsRead() {
        // Given // When
        AnswerReading reading = dialect.read(Slice.of(ANSWER));

        // Then
        assertThat(reading)
                .isEqualTo(new AnswerReading.Read(new ChatAnswer(
                        "resp_1",
                        "gpt",
                        List.of(new ChatAnswer.Choice(
                                List.of(
                                        new Part.HiddenThinking(new Signature(Signature.OPENAI, "gAAA")),
                                        new Part.Text("Hi"),
                                        new Part.ToolUse("call_a1", "get_time", "{}")),
                                Finish.TOOLS,
                                null)),
                        TokenUsage.reported(120, 64, 0, 48, 20))));
    }

    @ParameterizedTest
    @CsvSource({"max_output_tokens,LENGTH", "content_filter,FILTERED", "max_tool_calls,LENGTH"})
    void anIncompleteAnswerSaysWhy(String reason, Finish finish) {
        // Given
        String json =
                "{\"status\":\"incomplete\",\"output\":[],\"incomplete_details\":{\"reason\":\"" + reason + "\"}}";

        // When
        AnswerReading reading = dialect.read(Slice.of(json));

        // Then
        assertThat(((AnswerReading.Read) reading).answer().choices().getFirst().finish())
                .isEqualTo(finish);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"m\"},\"output\":[]}",
                "{\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}"
            })
    void aFailureIsAnErrorInSpiteOfItsStatus(String json) {
        // Given
        byte[] bytes = json.getBytes(UTF_8);

        // When // Then
        assertThat(dialect.isError(bytes, 0, bytes.length)).isTrue();
        assertThat(dialect.read(Slice.of(json)))
                .isEqualTo(new AnswerReading.Failed(
                        Slice.of("{\"error\":{\"code\":\"server_error\",\"message\":\"m\"}}")));
    }

    @Test
    void anAnswerIsNoErrorAndItsUsageIsFoundAtItsEnd() {
        // Given
        byte[] bytes = ANSWER.getBytes(UTF_8);
        int cut = ANSWER.indexOf("\"call_id\"");

        // When // Then
        assertThat(dialect.isError(bytes, 0, bytes.length)).isFalse();
        assertThat(dialect.usage(bytes, cut, bytes.length)).isEqualTo(TokenUsage.reported(120, 64, 0, 48, 20));
        assertThat(dialect.usage(bytes, 0, cut)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"choices\":[]}", "<html>"})
    void whatIsNoResponseIsGarbled(String json) {
        assertThat(dialect.read(Slice.of(json))).isEqualTo(new AnswerReading.Garbled());
    }

    @Test
    void aFreeformCallOfAFunctionsProviderIsWrittenAsTheCallerKnowsIt() {
        // Given
        Reply reply = new Reply("made1up", "m", 1, true, Set.of("apply_patch"));
        ChatAnswer answer = new ChatAnswer(
                "",
                "",
                List.of(new ChatAnswer.Choice(
                        List.of(
                                new Part.Thinking("Hm", new Signature(Signature.ANTHROPIC, "seal")),
                                new Part.ToolUse("call_1", "apply_patch", "{\"input\":\"*** Begin\"}")),
                        Finish.TOOLS,
                        null)),
                TokenUsage.UNREPORTED);

        // When
        JsonObject written = new JsonObject(dialect.write(answer, reply).toString());

        // Then
        assertThat(written.getString("id")).isEqualTo("resp_made1up");
        assertThat(written.getJsonArray("output").encode())
                .as("the seal of another vendor is marked as such")
                .isEqualTo(
                        "[{\"id\":\"rs_made1up_0\",\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Hm\"}],"
                                + "\"encrypted_content\":\"penstock:anthropic:seal\"},"
                                + "{\"id\":\"ctc_made1up_1\",\"type\":\"custom_tool_call\",\"status\":\"completed\",\"call_id\":\"call_1\","
                                + "\"input\":\"*** Begin\",\"name\":\"apply_patch\"}]");
        assertThat(written.getJsonObject("usage").getInteger("total_tokens")).isZero();
    }

    @Test
    void whatCameWithoutDeltasIsToldFromTheWholeItem() {
        // Given
        byte[] sse = ("data: {\"type\":\"response.completed\",\"response\":" + ANSWER.replace("\n", "") + "}\n\n")
                .getBytes(UTF_8);

        // When
        List<ChatEvent> events = DialectLaws.eventsOf(sse, dialect.events());

        // Then
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Begun("resp_1", "gpt"),
                        new ChatEvent.ThinkingHidden(0, new Signature(Signature.OPENAI, "gAAA")),
                        new ChatEvent.TextAdded(0, "Hi"),
                        new ChatEvent.ToolBegun(0, 0, "call_a1", "get_time", false, null),
                        new ChatEvent.Used(TokenUsage.reported(120, 64, 0, 48, 20)),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Ended());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"c\"}}}",
                "{\"type\":\"error\",\"error\":{\"code\":\"c\"}}",
                "{\"error\":{\"code\":\"c\"}}"
            })
    void aFailureInTheStreamIsToldAndIsTheLast(String data) {
        // Given
        byte[] sse = ("data: " + data + "\n\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n")
                .getBytes(UTF_8);

        // When // Then
        assertThat(DialectLaws.eventsOf(sse, dialect.events()))
                .endsWith(new ChatEvent.Failed(Slice.of("{\"code\":\"c\"}")));
    }

    @Test
    void aBrokenStreamIsToldByAnErrorEvent() {
        // Given
        ApiError error = ApiError.upstream(502, "upstream_disconnected", "It broke off.");

        // When // Then
        assertThat(dialect.errorEvent(error).toString())
                .isEqualTo(
                        "event: response.failed\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"resp_failed\","
                                + "\"object\":\"response\",\"status\":\"failed\",\"error\":{\"code\":\"upstream_disconnected\","
                                + "\"message\":\"It broke off.\"},\"output\":[]},\"sequence_number\":0}\n\n"
                                + "event: error\ndata: {\"type\":\"error\",\"code\":\"upstream_disconnected\",\"message\":\"It broke off.\","
                                + "\"param\":null,\"sequence_number\":0}\n\n");
        assertThat(dialect.error(error)).isEqualTo(error.toBody());
        assertThat(dialect.heartbeat().toString()).isEqualTo(": keep-alive\n\n");
        assertThat(dialect.end().length()).isZero();
    }
}
