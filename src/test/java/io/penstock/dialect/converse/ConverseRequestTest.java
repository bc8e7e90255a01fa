package io.penstock.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ProviderLaws;
import io.penstock.dialect.WeatherTask;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConverseRequestTest {
    private static final ConverseDialect CONVERSE = new ConverseDialect();
    private static final String HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";
    private static final ToolChoice AUTO = new ToolChoice.Auto();
    private static final OutputFormat TEXT = new OutputFormat.PlainText();

    private static String written(ChatRequest request, String model) {
        return ProviderLaws.text(CONVERSE.write(request, ProviderLaws.writing(model, false)));
    }

    private static ChatRequest user(Part... parts) {
        return ProviderLaws.call(new Turn(Role.USER, List.of(parts)));
    }

    private static ChatRequest thinking(Reasoning reasoning, Sampling sampling, ToolChoice choice, Tool... tools) {
        List<Turn> turns = List.of(new Turn(Role.USER, List.of(new Part.Text("Hi"))));
        return ProviderLaws.call(turns, List.of(tools), choice, sampling, reasoning);
    }

    @Test
    void asksAModelOfClaude() throws Exception {
        // Given
        ChatRequest request =
                WeatherTask.weather(new ToolChoice.Required(), WeatherTask.sampling(), WeatherTask.effort("low"));

        // When
        String body = written(request, HAIKU);

        // Then
        assertThat(body).isEqualTo(ProviderLaws.golden("converse/request-claude.json"));
    }

    @Test
    void asksAnyOtherModel() throws Exception {
        // Given
        ChatRequest request =
                WeatherTask.weather(new ToolChoice.Required(), WeatherTask.sampling(), WeatherTask.effort("low"));

        // When
        String body = written(request, LLAMA);

        // Then
        assertThat(body).isEqualTo(ProviderLaws.golden("converse/request-other.json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "anthropic.claude-sonnet-4-5-20250929-v1:0 | high | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}",
                "anthropic.claude-3-7-sonnet-20250219-v1:0 | minimal | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}",
                "global.anthropic.claude-opus-4-8 | xhigh | \"thinking\":{\"type\":\"adaptive\"}",
                "global.anthropic.claude-opus-4-8 | xhigh | \"outputConfig\":{\"effort\":\"xhigh\"}",
                "anthropic.claude-sonnet-5 | none | \"thinking\":{\"type\":\"disabled\"}",
                "anthropic.claude-fable-5 | minimal | \"outputConfig\":{\"effort\":\"low\"}",
                "amazon.nova-2-lite-v1:0 | medium | \"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"medium\"}",
                "amazon.nova-2-lite-v1:0 | none | \"reasoningConfig\":{\"type\":\"disabled\"}",
                "openai.gpt-oss-120b-1:0 | max | \"reasoning_effort\":\"high\""
            })
    void everyFamilyIsToldInItsOwnWordsHowMuchToThink(String model, String effort, String expected) {
        // Given
        ChatRequest request = thinking(WeatherTask.effort(effort), Sampling.DEFAULT, AUTO);

        // When
        String body = written(request, model);

        // Then
        assertThat(body).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-fable-5, none",
        "anthropic.claude-opus-5-5, none",
        "anthropic.claude-sonnet-4-5-20250929-v1:0, none",
        "anthropic.claude-3-5-haiku-20241022-v1:0, high",
        "amazon.nova-pro-v1:0, high",
        "meta.llama3-3-70b-instruct-v1:0, high"
    })
    void nothingIsSaidOfThinkingWhereItCannotBeOrNeedNotBe(String model, String effort) {
        // Given
        ChatRequest request = thinking(WeatherTask.effort(effort), Sampling.DEFAULT, AUTO);

        // When
        String body = written(request, model);

        // Then
        assertThat(body).isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}");
    }

    @Test
    void thoughtsLeaveRoomForTheAnswer() {
        // Given
        Sampling sampling = new Sampling(2000, null, null, null, List.of(), null, null, null, null, null, null);
        ChatRequest request = thinking(WeatherTask.budget(8000), sampling, AUTO);

        // When
        String free = written(request, HAIKU);
        String bounded = ProviderLaws.text(CONVERSE.write(request, new Writing(HAIKU, 6000, false, Set.of())));

        // Then
        assertThat(free).contains("\"maxTokens\":10000").contains("\"budget_tokens\":8000");
        assertThat(bounded).contains("\"maxTokens\":6000").contains("\"budget_tokens\":3000");
    }

    @Test
    void aLoopOfToolsWithoutItsSealedThoughtsGoesOnWithoutThinking() {
        // Given
        List<Turn> turns = List.of(
                new Turn(Role.USER, List.of(new Part.Text("Hi"))),
                new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("t1", "get_weather", ""))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("t1", "4"))));
        ChatRequest request = ProviderLaws.call(
                turns, List.of(WeatherTask.WEATHER), AUTO, Sampling.DEFAULT, WeatherTask.effort("high"));

        // When
        String body = written(request, HAIKU);

        // Then
        assertThat(body).contains("\"input\":{}").doesNotContain("thinking");
    }

    @Test
    void theNewestModelsOfClaudeAreNotGivenATemperature() {
        // Given
        ChatRequest request = thinking(null, WeatherTask.sampling(), AUTO);
        Sampling hot = new Sampling(null, 1.7, null, null, List.of(" "), null, null, null, null, null, null);

        // When
        String newest = written(request, "anthropic.claude-opus-4-7");
        String older = written(request, HAIKU);
        String clamped = written(thinking(null, hot, AUTO), HAIKU);

        // Then
        assertThat(newest)
                .contains("\"inferenceConfig\":{\"maxTokens\":512,\"stopSequences\":[\"END\"]}")
                .doesNotContain("top_k");
        assertThat(older)
                .contains("\"temperature\":0.2,\"stopSequences\"")
                .contains("\"additionalModelRequestFields\":{\"top_k\":40}");
        assertThat(clamped).contains("\"inferenceConfig\":{\"temperature\":1}");
    }

    @Test
    void documentsHaveNamesThatBedrockTakesAndNoTwoAlike() {
        // Given
        Media pdf = new Media.Inline("application/pdf", Slice.of("JVBERi0="));
        ChatRequest request = user(
                new Part.Document(pdf, "q1_report.pdf", null),
                new Part.Document(pdf, "q1/report.pdf", Part.CacheMark.SHORT),
                new Part.Document(new Media.Link("s3://bucket/notes.md"), null, null));

        // When
        String body = written(request, HAIKU);

        // Then
        assertThat(body)
                .contains(
                        "{\"document\":{\"format\":\"pdf\",\"name\":\"q1-report-pdf\",\"source\":{\"bytes\":\"JVBERi0=\"}}},"
                                + "{\"document\":{\"format\":\"pdf\",\"name\":\"q1-report-pdf-2\",\"source\":{\"bytes\":\"JVBERi0=\"}}},"
                                + "{\"cachePoint\":{\"type\":\"default\"}},"
                                + "{\"document\":{\"format\":\"md\",\"name\":\"document\",\"source\":"
                                + "{\"s3Location\":{\"uri\":\"s3://bucket/notes.md\"}}}}");
    }

    @Test
    void whatItCannotBeToldIsRefusedByTheNameOfTheField() {
        // Given
        Media link = new Media.Link("https://example.com/cat.png");
        Sampling choices = new Sampling(null, null, null, null, List.of(), null, null, null, 2, null, null);
        ChatRequest hosted = thinking(
                null, Sampling.DEFAULT, AUTO, WeatherTask.WEATHER, new Tool.Hosted("web_search", Slice.of("{}")));
        Leftover needed = new Leftover("logit_bias", Slice.of("{\"1\":2}"), false);

        // When
        List<String> refusals = List.of(
                written(user(new Part.Text("a"), new Part.Image(link)), HAIKU),
                written(user(new Part.Audio("wav", Slice.of("AAAA"))), HAIKU),
                written(user(new Part.Document(new Media.Uploaded("file-1"), null, null)), HAIKU),
                written(thinking(null, choices, AUTO), HAIKU),
                written(hosted, HAIKU),
                written(ProviderLaws.with(user(new Part.Text("a")), TEXT, null, needed), HAIKU));

        // Then
        assertThat(refusals)
                .containsExactly(
                        "400 messages.0.content.1.image_url",
                        "400 messages.0.content.0.input_audio",
                        "400 messages.0.content.0.file",
                        "400 n",
                        "400 tools.1",
                        "400 logit_bias");
    }

    @Test
    void parametersAreLeftOutWhereThatIsWantedButNeverAPieceOfTheConversation() {
        // Given
        Leftover needed = new Leftover("logit_bias", Slice.of("{\"1\":2}"), false);
        Leftover guardrail = new Leftover("guardrailConfig", Slice.of("{\"guardrailVersion\":1.0}"), false);
        ChatRequest request = ProviderLaws.with(user(new Part.Text("Hi")), TEXT, null, needed, guardrail);
        Writing dropping = ProviderLaws.writing(HAIKU, true);

        // When
        Written body = CONVERSE.write(request, dropping);
        Written refused = CONVERSE.write(user(new Part.Audio("wav", Slice.of("AAAA"))), dropping);

        // Then
        assertThat(ProviderLaws.text(body))
                .endsWith("[{\"text\":\"Hi\"}]}],\"guardrailConfig\":{\"guardrailVersion\":1.0}}");
        assertThat(ProviderLaws.text(refused)).isEqualTo("400 messages.0.content.0.input_audio");
    }

    @Test
    void aSchemaIsGivenAsTextAndAnyJsonIsAskedForInWords() {
        // Given
        OutputFormat schema = new OutputFormat.Schema("answer", null, Slice.of("{\"maximum\":1.10}"), true);
        ChatRequest request = user(new Part.Text("Hi"));

        // When
        String strict = written(ProviderLaws.with(request, schema, null), HAIKU);
        String any = written(ProviderLaws.with(request, new OutputFormat.AnyJson(), null), HAIKU);

        // Then
        assertThat(strict)
                .contains("\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":"
                        + "{\"name\":\"answer\",\"schema\":\"{\\\"maximum\\\":1.10}\"}}}}");
        assertThat(any).startsWith("{\"system\":[{\"text\":\"Answer with one JSON object and nothing else.\"}]");
    }

    @Test
    void writesOrRefusesAnyCall() {
        ProviderLaws.writesOrRefusesAnyCall(
                CONVERSE, HAIKU, LLAMA, "anthropic.claude-opus-5", "amazon.nova-2-lite-v1:0", "openai.gpt-oss-20b-1:0");
    }
}
