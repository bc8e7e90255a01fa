package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatAnswer.Choice;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.DialectLaws;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiAnswerTest {
    private static final Signature SEAL = new Signature(Signature.GOOGLE, "EpE=");

    private static ChatAnswer read(String json) {
        return ((AnswerReading.Read) Golden.DIALECT.read(Slice.of(json))).answer();
    }

    private static List<ChatEvent> events(String sse) {
        return DialectLaws.eventsOf(sse.getBytes(StandardCharsets.UTF_8), Golden.DIALECT.events());
    }

    private static String stream(ChatEvent... events) {
        return new String(
                DialectLaws.stream(Golden.DIALECT, List.of(events), DialectLaws.REPLY), StandardCharsets.UTF_8);
    }

    private static String written(Choice choice) {
        ChatAnswer answer = new ChatAnswer("r1", "m", List.of(choice), TokenUsage.reported(10, 4, 0, 8, 3));
        return Golden.DIALECT.write(answer, DialectLaws.REPLY).toString();
    }

    @Test
    void readsAWholeAnswer() {
        // When
        ChatAnswer answer = read(Golden.text("answer.json"));

        // Then
        Choice choice = answer.choices().getFirst();
        Part.ToolUse madeUp = (Part.ToolUse) choice.parts().get(2);
        assertThat(madeUp.id()).matches("call_[0-9a-f]{1,16}");
        assertThat(choice.parts())
                .containsExactly(
                        new Part.Thinking("Thinking", new Signature(Signature.GOOGLE, "c2VhbA==")),
                        new Part.Text("It is 4 C."),
                        new Part.ToolUse(madeUp.id(), "get_time", "{\"zone\":1.50}", false, SEAL),
                        new Part.ToolUse("g2", "get_time", "{}"));
        assertThat(choice.finish()).isEqualTo(Finish.TOOLS);
        assertThat(answer.usage()).isEqualTo(TokenUsage.reported(125, 64, 0, 48, 20));
        assertThat(answer.id()).isEqualTo("bH6L");
        assertThat(answer.model()).isEqualTo("gemini-3.8-flash");
    }

    @Test
    void makesUpAnotherIdForEveryCall() {
        // Given
        String call = "{\"functionCall\":{\"name\":\"f\"}}";
        String answer =
                "{\"candidates\":[{\"content\":{\"parts\":[" + call + "," + call + "]}}],\"responseId\":\"%s\"}";

        // When
        List<Part> one = read(answer.formatted("a")).choices().getFirst().parts();
        List<Part> other = read(answer.formatted("b")).choices().getFirst().parts();

        // Then
        assertThat(List.of(one.get(0), one.get(1), other.get(0), other.get(1)))
                .extracting(part -> ((Part.ToolUse) part).id())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "STOP,STOP",
        "MAX_TOKENS,LENGTH",
        "SAFETY,FILTERED",
        "RECITATION,FILTERED",
        "BLOCKLIST,FILTERED",
        "PROHIBITED_CONTENT,FILTERED",
        "SPII,FILTERED",
        "LANGUAGE,FILTERED",
        "IMAGE_SAFETY,FILTERED",
        "MALFORMED_FUNCTION_CALL,FAILED",
        "UNEXPECTED_TOOL_CALL,FAILED",
        "OTHER,FAILED",
        "SOMETHING_NEW,STOP"
    })
    void readsWhyAnAnswerEnded(String reason, Finish finish) {
        assertThat(read("{\"candidates\":[{\"finishReason\":\"" + reason + "\"}]}")
                        .choices())
                .containsExactly(new Choice(List.of(), finish, null));
    }

    @Test
    void readsABlockedPromptAsAFilteredChoice() {
        // Given
        String blocked = "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"},\"usageMetadata\":{\"promptTokenCount\":3}}";

        // When / Then
        assertThat(read(blocked).choices())
                .containsExactly(new Choice(List.of(new Part.Text("")), Finish.FILTERED, null));
        assertThat(events("data: " + blocked + "\n\n"))
                .containsExactly(
                        new ChatEvent.Begun("", ""),
                        new ChatEvent.Used(TokenUsage.reported(3, 0, 0, 0, 0)),
                        new ChatEvent.Finished(0, Finish.FILTERED, null),
                        new ChatEvent.Ended());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":{\"code\":503}}", "[{\"error\":{\"code\":503}}]"})
    void readsErrorsAloneAndInAnArray(String json) {
        // Given
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Slice error = Slice.of("{\"error\":{\"code\":503}}");

        // When / Then
        assertThat(Golden.DIALECT.read(Slice.of(json))).isEqualTo(new AnswerReading.Failed(error));
        assertThat(Golden.DIALECT.isError(bytes, 0, bytes.length)).isTrue();
        assertThat(events("data: " + json + "\r\n\r\n")).containsExactly(new ChatEvent.Failed(error));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"candidates\":[]}", "<html>", "7"})
    void knowsWhatIsNoAnswer(String json) {
        assertThat(Golden.DIALECT.read(Slice.of(json))).isEqualTo(new AnswerReading.Garbled());
    }

    @Test
    void doesNotTakeWordsForErrors() {
        // Given
        byte[] answer = "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"args\":{\"error\":1}}}]}}]}"
                .getBytes(StandardCharsets.UTF_8);

        // When / Then
        assertThat(Golden.DIALECT.isError(answer, 0, answer.length)).isFalse();
    }

    @Test
    void readsAStream() {
        // When
        List<ChatEvent> events = events(Golden.text("stream.sse"));

        // Then
        ChatEvent.ToolBegun begun = (ChatEvent.ToolBegun) events.get(5);
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Begun("QHi", "gemini-3.8-flash"),
                        new ChatEvent.Used(TokenUsage.reported(29, 0, 0, 31, 31)),
                        new ChatEvent.ThinkingAdded(0, "Let me think"),
                        new ChatEvent.TextAdded(0, "Grüße 🙂"),
                        new ChatEvent.Used(TokenUsage.reported(29, 0, 0, 0, 0)),
                        new ChatEvent.ToolBegun(0, 0, begun.id(), "get_weather", false, SEAL),
                        new ChatEvent.ToolArguments(0, 0, "{\"city\":\"Oslo\"}"),
                        new ChatEvent.Used(TokenUsage.reported(29, 0, 0, 819, 804)),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Ended());
    }

    @Test
    void doesNotCallAnAnswerWholeThatBrokeOff() {
        // Given
        String whole = Golden.text("stream.sse");

        // When
        List<ChatEvent> events = events(whole.substring(0, whole.lastIndexOf("data: ")));

        // Then
        assertThat(events).doesNotContain(new ChatEvent.Ended());
    }

    @Test
    void writesAWholeAnswer() {
        // When
        String written = written(new Choice(
                List.of(
                        new Part.Thinking("Hm", new Signature(Signature.ANTHROPIC, "x")),
                        new Part.Text("Hi"),
                        new Part.ToolUse("c1", "f", "{\"a\":1}"),
                        new Part.ToolUse("c2", "g", "")),
                Finish.TOOLS,
                null));

        // Then
        assertThat(written)
                .isEqualTo(
                        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hm\",\"thought\":true},{\"text\":\"Hi\"},"
                                + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"f\",\"args\":{\"a\":1}}},"
                                + "{\"functionCall\":{\"id\":\"c2\",\"name\":\"g\",\"args\":{}}}],\"role\":\"model\"},"
                                + "\"finishReason\":\"STOP\",\"index\":0}],"
                                + "\"usageMetadata\":{\"promptTokenCount\":10,\"cachedContentTokenCount\":4,"
                                + "\"candidatesTokenCount\":5,\"thoughtsTokenCount\":3,\"totalTokenCount\":18},"
                                + "\"modelVersion\":\"asked-model\",\"responseId\":\"r1\"}");
    }

    @ParameterizedTest
    @CsvSource({"TOOLS,MALFORMED_FUNCTION_CALL", "LENGTH,MAX_TOKENS"})
    void saysThatACallCannotBeRead(Finish finish, String reason) {
        // When
        JsonObject candidate = new JsonObject(
                        written(new Choice(List.of(new Part.ToolUse("c1", "f", "{\"a\":")), finish, null)))
                .getJsonArray("candidates")
                .getJsonObject(0);

        // Then
        assertThat(candidate.getString("finishReason")).isEqualTo(reason);
        assertThat(candidate.getJsonObject("content").getJsonArray("parts")).isEmpty();
        assertThat(candidate.getString("finishMessage"))
                .isEqualTo(finish == Finish.TOOLS ? "Malformed function call: f({\"a\":)" : null);
    }

    @Test
    void holdsCallsUntilTheyAreWholeAndReasonsUntilTheEnd() {
        // When
        String sse = stream(
                new ChatEvent.Begun("r1", "up"),
                new ChatEvent.TextAdded(0, "Hi"),
                new ChatEvent.ToolBegun(0, 0, "c1", "f", false, null),
                new ChatEvent.ToolArguments(0, 0, "{\"a\""),
                new ChatEvent.ToolBegun(0, 1, "c2", "g", false, SEAL),
                new ChatEvent.ToolArguments(0, 0, ":1}"),
                new ChatEvent.Finished(0, Finish.TOOLS, null),
                new ChatEvent.Used(TokenUsage.reported(1, 0, 0, 2, 0)),
                new ChatEvent.Ended());

        // Then
        String tail = ",\"modelVersion\":\"asked-model\",\"responseId\":\"r1\"}\n\n";
        assertThat(sse)
                .isEqualTo("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}],\"role\":\"model\"},"
                        + "\"index\":0}]" + tail
                        + "data: {\"candidates\":[{\"content\":{\"parts\":["
                        + "{\"functionCall\":{\"id\":\"c1\",\"name\":\"f\",\"args\":{\"a\":1}}},"
                        + "{\"functionCall\":{\"id\":\"c2\",\"name\":\"g\",\"args\":{}},\"thoughtSignature\":\"EpE=\"}],"
                        + "\"role\":\"model\"},\"index\":0}]" + tail
                        + "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},"
                        + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":1,"
                        + "\"candidatesTokenCount\":2,\"totalTokenCount\":3}" + tail);
    }

    @Test
    void givesNoReasonBeforeTheEnd() {
        assertThat(stream(
                        new ChatEvent.Begun("r1", "up"),
                        new ChatEvent.TextAdded(0, "Hi"),
                        new ChatEvent.Finished(0, Finish.STOP, null),
                        new ChatEvent.Failed(Slice.of("{}"))))
                .doesNotContain("finishReason");
    }
}
