package io.penstock.dialect.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.ChatRequest;
import io.penstock.chat.Finish;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Slice;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.Framing;
import io.penstock.dialect.ProviderLaws;
import io.penstock.dialect.WeatherTask;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OllamaDialectTest {
    private static final OllamaDialect OLLAMA = new OllamaDialect();
    private static final TokenUsage USAGE = TokenUsage.reported(26, 0, 0, 12, 0);

    private static byte[] stream() throws Exception {
        return (String.join("\n", ProviderLaws.lines("ollama/stream.txt")) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String written(ChatRequest request, String model) {
        return ProviderLaws.text(OLLAMA.write(request, ProviderLaws.writing(model, false)));
    }

    @Test
    void asksInItsOwnWords() throws Exception {
        // Given
        ToolChoice choice = new ToolChoice.Among(List.of("get_weather"), false);
        ChatRequest request = WeatherTask.weather(choice, WeatherTask.sampling(), WeatherTask.effort("low"));

        // When
        String body = written(request, "llava");

        // Then
        assertThat(body).isEqualTo(ProviderLaws.golden("ollama/request.json"));
    }

    @Test
    void onlyGptOssIsToldHowMuchToThink() {
        // Given
        ChatRequest low = WeatherTask.weather(new ToolChoice.Auto(), WeatherTask.sampling(), WeatherTask.effort("low"));
        ChatRequest none =
                WeatherTask.weather(new ToolChoice.Auto(), WeatherTask.sampling(), WeatherTask.effort("none"));

        // When
        List<String> bodies = List.of(written(low, "gpt-oss:20b"), written(none, "qwen3"));

        // Then
        assertThat(bodies.get(0)).contains("\"think\":\"low\"");
        assertThat(bodies.get(1)).contains("\"think\":false");
    }

    @Test
    void refusesWhatItCannotBeTold() {
        // Given
        Media link = new Media.Link("https://example.com/cat.png");
        ChatRequest forced = WeatherTask.weather(new ToolChoice.Required(), WeatherTask.sampling(), null);
        ChatRequest linked = ProviderLaws.call(new Turn(Role.USER, List.of(new Part.Image(link))));

        // When
        List<String> refusals = List.of(written(forced, "qwen3"), written(linked, "qwen3"));

        // Then
        assertThat(refusals).containsExactly("400 tool_choice", "400 messages.0.content.0.image_url");
    }

    @Test
    void readsAWholeAnswerAndMakesUpIdsThatDiffer() {
        // Given
        String call = "{\"function\":{\"name\":\"now\",\"arguments\":{\"n\":1.10}}}";
        Slice body = Slice.of("{\"model\":\"qwen3\",\"created_at\":\"2026\",\"message\":{\"tool_calls\":[" + call + ","
                + call + "]},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":26,\"eval_count\":12}");

        // When
        AnswerReading reading = OLLAMA.read(body);

        // Then
        ChatAnswer answer = ((AnswerReading.Read) reading).answer();
        List<Part> parts = answer.choices().getFirst().parts();
        assertThat(answer.usage()).isEqualTo(USAGE);
        assertThat(answer.choices().getFirst().finish()).isEqualTo(Finish.TOOLS);
        assertThat(parts).extracting(part -> ((Part.ToolUse) part).id()).doesNotHaveDuplicates();
        assertThat(parts).allMatch(part -> ((Part.ToolUse) part).arguments().equals("{\"n\":1.10}"));
    }

    @Test
    void readsAStreamHoweverItIsCut() throws Exception {
        // Given
        byte[] stream = stream();

        // When
        List<ChatEvent> events = ProviderLaws.events(OLLAMA, stream);

        // Then
        assertThat(events)
                .containsExactly(
                        new ChatEvent.Begun("", "qwen3"),
                        new ChatEvent.ThinkingAdded(0, "Oslo."),
                        new ChatEvent.TextAdded(0, "Hi ä"),
                        new ChatEvent.ToolBegun(0, 0, "t1", "get_weather", false, null),
                        new ChatEvent.ToolArguments(0, 0, "{\"city\":\"Oslo\"}"),
                        new ChatEvent.Finished(0, Finish.TOOLS, null),
                        new ChatEvent.Used(USAGE),
                        new ChatEvent.Ended());
        ProviderLaws.cutAnywhereTellsTheSame(OLLAMA, stream);
    }

    @Test
    void aLineWithoutAnEndInSightIsOneErrorAndNothingMore() {
        // Given
        Framing framing = OLLAMA.framing();
        Buffer half = Buffer.buffer("a".repeat(LineFraming.LINE_BYTES_MAX));

        // When
        List<String> events = List.of(
                framing.feed(half).toString(),
                framing.feed(Buffer.buffer("a")).toString(),
                framing.feed(Buffer.buffer("\n{}\n")).toString());

        // Then
        assertThat(events.get(0)).isEmpty();
        assertThat(events.get(1)).startsWith("data: {\"error\":{\"type\":\"malformed_frame\"");
        assertThat(events.get(2)).isEmpty();
    }

    @Test
    void anErrorIsAFailureInAnswersAndStreams() {
        // Given
        String error = "{\"error\":\"model runner has stopped\"}";

        // When
        AnswerReading reading = OLLAMA.read(Slice.of(error));
        List<ChatEvent> events = ProviderLaws.events(OLLAMA, (error + "\n").getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(reading).isEqualTo(new AnswerReading.Failed(Slice.of(error)));
        assertThat(events).containsExactly(new ChatEvent.Failed(Slice.of(error)));
    }

    @Test
    void neverThrowsAndWritesOrRefusesAnyCall() throws Exception {
        // Given
        byte[] answer = ProviderLaws.lines("ollama/stream.txt").get(2).getBytes(StandardCharsets.UTF_8);

        // When, Then
        ProviderLaws.neverThrows(OLLAMA, answer, stream());
        ProviderLaws.neverThrowsOnEvents(OLLAMA, ProviderLaws.lines("ollama/stream.txt"));
        ProviderLaws.writesOrRefusesAnyCall(OLLAMA, "qwen3", "gpt-oss:20b");
    }
}
