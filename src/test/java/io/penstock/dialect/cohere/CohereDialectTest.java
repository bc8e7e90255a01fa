package io.penstock.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.ProviderLaws;
import io.penstock.dialect.WeatherTask;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohereDialectTest {
    private static final CohereDialect COHERE = new CohereDialect();
    private static final TokenUsage USAGE = TokenUsage.reported(105, 64, 0, 16, 0);

    private static byte[] stream() throws Exception {
        return ("data: " + String.join("\n\ndata: ", ProviderLaws.lines("cohere/stream.txt")) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void asksInItsOwnWords() throws Exception {
        // Given
        ChatRequest request = WeatherTask.weather(
                new ToolChoice.Named("get_weather"), WeatherTask.sampling(), WeatherTask.budget(2000));

        // When
        String body = ProviderLaws.text(COHERE.write(request, ProviderLaws.writing("command-a-03-2025", false)));

        // Then
        assertThat(body).isEqualTo(ProviderLaws.golden("cohere/request.json"));
    }

    @Test
    void refusesWhatItCannotBeTold() {
        // Given
        Sampling sampling = new Sampling(
                null, null, null, null, List.of("1", "2", "3", "4", "5", "6"), null, null, null, null, true, null);
        List<Turn> turns = List.of(new Turn(Role.USER, List.of(new Part.Audio("wav", Slice.of("AAAA")))));
        ChatRequest stops = ProviderLaws.call(List.of(), List.of(), new ToolChoice.Auto(), sampling, null);
        ChatRequest sound = ProviderLaws.call(turns, List.of(), new ToolChoice.Auto(), Sampling.DEFAULT, null);

        // When
        List<String> refusals = List.of(
                ProviderLaws.text(COHERE.write(stops, ProviderLaws.writing("command-a", false))),
                ProviderLaws.text(COHERE.write(sound, ProviderLaws.writing("command-a", false))));

        // Then
        assertThat(refusals).containsExactly("400 stop", "400 messages.0.content.0.input_audio");
    }

    @Test
    void readsAWholeAnswer() throws Exception {
        // Given
        Slice body = Slice.of(ProviderLaws.golden("cohere/answer.json"));

        // When
        AnswerReading reading = COHERE.read(body);

        // Then
        List<Part> parts = List.of(
                new Part.Thinking("I will look.", null),
                new Part.Thinking("Oslo.", null),
                new Part.Text("Hi"),
                new Part.ToolUse("t1", "get_weather", "{\"city\":\"Oslo\"}"));
        ChatAnswer.Choice choice = new ChatAnswer.Choice(parts, Finish.TOOLS, null);
        assertThat(reading).isEqualTo(new AnswerReading.Read(new ChatAnswer("c1", "", List.of(choice), USAGE)));
    }

    @Test
    void readsAStream() throws Exception {
        // Given
        byte[] stream = stream();

        // When
        List<ChatEvent> events = ProviderLaws.events(COHERE, stream);

        // Then
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Begun("c1", ""),
                        new ChatEvent.ThinkingAdded(0, "I will look."),
                        new ChatEvent.TextAdded(0, "Hi ä"),
                        new ChatEvent.ToolBegun(0, 0, "t1", "get_weather", false, null),
                        new ChatEvent.ToolArguments(0, 0, "{\"city\":\"Oslo\"}"),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Used(USAGE),
                        new ChatEvent.Ended());
        ProviderLaws.cutAnywhereTellsTheSame(COHERE, stream);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, STOP",
        "STOP_SEQUENCE, STOP",
        "MAX_TOKENS, LENGTH",
        "TOOL_CALL, TOOLS",
        "ERROR, FAILED",
        "TIMEOUT, FAILED",
        "ERROR_TOXIC, FAILED"
    })
    void everyFinishReasonHasAMeaning(String reason, Finish finish) {
        // Given
        Slice body = Slice.of("{\"message\":{},\"finish_reason\":\"" + reason + "\"}");

        // When
        AnswerReading reading = COHERE.read(body);

        // Then
        ChatAnswer answer = ((AnswerReading.Read) reading).answer();
        assertThat(answer.choices().getFirst().finish()).isEqualTo(finish);
    }

    @Test
    void anErrorIsAFailureInAnswersAndStreams() {
        // Given
        Slice error = Slice.of("{\"message\":\"invalid request\"}");
        byte[] end =
                "data: {\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"it broke\"}}\n\n"
                        .getBytes(StandardCharsets.UTF_8);

        // When
        AnswerReading reading = COHERE.read(error);
        List<ChatEvent> events = ProviderLaws.events(COHERE, end);

        // Then
        assertThat(reading).isEqualTo(new AnswerReading.Failed(error));
        assertThat(events).hasSize(1).first().isInstanceOf(ChatEvent.Failed.class);
    }

    @Test
    void neverThrowsAndWritesOrRefusesAnyCall() throws Exception {
        // Given
        byte[] answer = ProviderLaws.golden("cohere/answer.json").getBytes(StandardCharsets.UTF_8);

        // When, Then
        ProviderLaws.neverThrows(COHERE, answer, stream());
        ProviderLaws.neverThrowsOnEvents(COHERE, ProviderLaws.lines("cohere/stream.txt"));
        ProviderLaws.writesOrRefusesAnyCall(COHERE, "command-a-03-2025", "command-a-reasoning-08-2025");
    }
}
