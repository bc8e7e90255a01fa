package io.penstock.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ProviderLaws;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseAnswersTest {
    private static final ConverseDialect CONVERSE = new ConverseDialect();
    private static final Signature SEAL = new Signature(Signature.ANTHROPIC, "c2VhbA==");
    private static final TokenUsage USAGE = TokenUsage.reported(55, 40, 10, 7, 0);

    @Test
    void readsAWholeAnswer() throws Exception {
        // Given
        Slice body = Slice.of(ProviderLaws.golden("converse/answer.json"));

        // When
        AnswerReading reading = CONVERSE.read(body);

        // Then
        List<Part> parts = List.of(
                new Part.Thinking("Oslo.", SEAL),
                new Part.HiddenThinking(new Signature(Signature.ANTHROPIC, "aGlkZGVu")),
                new Part.Text("As they say."),
                new Part.Text("Let me look."),
                new Part.ToolUse("t1", "get_weather", "{\"city\":\"Oslo\",\"n\":1.10}"));
        ChatAnswer.Choice choice = new ChatAnswer.Choice(parts, Finish.TOOLS, null);
        assertThat(reading).isEqualTo(new AnswerReading.Read(new ChatAnswer("", "", List.of(choice), USAGE)));
    }

    @Test
    void readsAStreamAndEndsItWithItsUsage() throws Exception {
        // Given
        byte[] stream = Frames.stream(ProviderLaws.lines("converse/stream.txt"));

        // When
        List<ChatEvent> events = ProviderLaws.events(CONVERSE, stream);

        // Then
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Begun("", ""),
                        new ChatEvent.ThinkingAdded(0, "Oslo."),
                        new ChatEvent.ThinkingSigned(0, SEAL),
                        new ChatEvent.TextAdded(0, "Let me "),
                        new ChatEvent.TextAdded(0, "look: ä\n"),
                        new ChatEvent.ToolBegun(0, 0, "t1", "get_weather", false, null),
                        new ChatEvent.ToolArguments(0, 0, "{\"city\":"),
                        new ChatEvent.ToolArguments(0, 0, "\"Oslo\"}"),
                        new ChatEvent.ToolBegun(0, 1, "t2", "now", false, null),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Used(USAGE),
                        new ChatEvent.Ended());
    }

    @Test
    void aStreamWithoutMetadataEndsWithItsBytesIfTheAnswerIsWhole() throws Exception {
        // Given
        List<String> lines = ProviderLaws.lines("converse/stream.txt");
        byte[] whole = Frames.stream(lines.subList(0, lines.size() - 1));
        byte[] broken = Frames.stream(lines.subList(0, lines.size() - 2));

        // When
        List<ChatEvent> events = ProviderLaws.events(CONVERSE, whole);
        List<ChatEvent> fewer = ProviderLaws.events(CONVERSE, broken);

        // Then
        assertThat(events).endsWith(new ChatEvent.Finished(0, Finish.TOOLS, null), new ChatEvent.Ended());
        assertThat(fewer).doesNotContain(new ChatEvent.Ended());
    }

    @Test
    void aStreamCutAnywhereTellsTheSame() throws Exception {
        // Given
        byte[] stream = Frames.stream(ProviderLaws.lines("converse/stream.txt"));

        // When, Then
        ProviderLaws.cutAnywhereTellsTheSame(CONVERSE, stream);
    }

    @Test
    void anExceptionInTheStreamIsAFailureAndNoEnd() throws Exception {
        // Given
        List<String> lines =
                new ArrayList<>(ProviderLaws.lines("converse/stream.txt").subList(0, 3));
        byte[] begun = Frames.stream(lines);
        byte[] exception = Frames.frame(
                "{\"message\":\"Slow down\"}", ":message-type", "exception", ":exception-type", "throttlingException");
        byte[] stream = new byte[begun.length + exception.length];
        System.arraycopy(begun, 0, stream, 0, begun.length);
        System.arraycopy(exception, 0, stream, begun.length, exception.length);

        // When
        List<ChatEvent> events = ProviderLaws.events(CONVERSE, stream);

        // Then
        assertThat(events)
                .endsWith(new ChatEvent.Failed(
                        Slice.of("{\"error\":{\"type\":\"throttlingException\",\"message\":\"Slow down\"}}")));
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOLS",
        "guardrail_intervened, FILTERED",
        "content_filtered, FILTERED",
        "malformed_model_output, FAILED",
        "malformed_tool_use, FAILED"
    })
    void everyStopReasonHasAMeaning(String reason, Finish finish) {
        // Given
        Slice body = Slice.of("{\"output\":{\"message\":{\"content\":[]}},\"stopReason\":\"" + reason + "\"}");

        // When
        AnswerReading reading = CONVERSE.read(body);

        // Then
        ChatAnswer answer = ((AnswerReading.Read) reading).answer();
        assertThat(answer.choices().getFirst().finish()).isEqualTo(finish);
        assertThat(answer.usage()).isEqualTo(TokenUsage.UNREPORTED);
    }

    @Test
    void tellsAnErrorFromWhatIsNoAnswer() {
        // Given
        Slice error = Slice.of("{\"message\":\"Too many tokens\"}");

        // When
        AnswerReading failed = CONVERSE.read(error);
        AnswerReading garbled = CONVERSE.read(Slice.of("<html>"));
        AnswerReading empty = CONVERSE.read(Slice.of("{}"));

        // Then
        assertThat(failed).isEqualTo(new AnswerReading.Failed(error));
        assertThat(List.of(garbled, empty)).containsOnly(new AnswerReading.Garbled());
    }

    @Test
    void neverThrowsWhateverComes() throws Exception {
        // Given
        byte[] answer = ProviderLaws.golden("converse/answer.json").getBytes(StandardCharsets.UTF_8);
        List<String> lines = ProviderLaws.lines("converse/stream.txt");
        List<String> documents = lines.stream()
                .map(line -> "{\"" + line.replaceFirst(" ", "\":") + "}")
                .toList();

        // When, Then
        ProviderLaws.neverThrows(CONVERSE, answer, Frames.stream(lines));
        ProviderLaws.neverThrowsOnEvents(CONVERSE, documents);
    }
}
