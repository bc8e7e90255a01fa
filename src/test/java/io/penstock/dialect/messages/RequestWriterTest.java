package io.penstock.dialect.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestWriterTest {
    private static final Turn HELLO = new Turn(Role.USER, List.of(new Part.Text("Hello")));
    private static final Tool LOOK = new Tool.Function("look", null, Slice.of("{\"type\":\"object\"}"), null, null);

    private static Signature seal(String vendor, String data) {
        return new Signature(vendor, data);
    }

    private static Writing to(String model) {
        return new Writing(model, 0, false, Set.of());
    }

    private static ChatRequest asking(List<Turn> turns, ToolChoice choice, Sampling sampling, Reasoning reasoning) {
        return new ChatRequest(
                "asked",
                false,
                true,
                turns,
                choice instanceof ToolChoice.Auto ? List.of() : List.of(LOOK),
                choice,
                null,
                new OutputFormat.PlainText(),
                sampling,
                reasoning,
                null,
                List.of());
    }

    private static ChatRequest saying(Turn... turns) {
        return asking(List.of(turns), new ToolChoice.Auto(), Sampling.DEFAULT, null);
    }

    private static String body(ChatRequest request, Writing writing) {
        return DialectLaws.body(Golden.DIALECT.write(request, writing)).toString();
    }

    private static String refusal(ChatRequest request) {
        Written written = Golden.DIALECT.write(request, to("claude-sonnet-5"));
        assertThat(written).isInstanceOf(Written.Refused.class);
        return ((Written.Refused) written).error().param();
    }

    private static Sampling sampling(Double temperature, Double topP, Integer choices) {
        return new Sampling(100, temperature, topP, null, List.of(), 7L, 0.5, 0.5, choices, null, null);
    }

    private static ChatRequest everything() {
        List<Turn> turns = List.of(
                new Turn(Role.SYSTEM, List.of(new Part.Text("Be terse.", new CacheMark("1h")))),
                new Turn(Role.USER, "ann", List.of(new Part.Text("Hello"), new Part.Text(" \n"))),
                new Turn(
                        Role.USER,
                        List.of(
                                new Part.Image(new Media.Inline("image/png", Slice.of("iVBORw0K")), "high", null),
                                new Part.Image(new Media.Link("https://example.com/cat.png")),
                                new Part.Document(
                                        new Media.Inline("application/pdf", Slice.of("JVBERg==")), "paper.pdf", null),
                                new Part.Document(
                                        new Media.Inline("text/markdown", Base64Text.encoded("Grüße")), null, null))),
                new Turn(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Thinking("Two tools.", seal(Signature.ANTHROPIC, "EqQB")),
                                new Part.HiddenThinking(seal(Signature.ANTHROPIC, "Emw9")),
                                new Part.Thinking("unsigned", null),
                                new Part.Thinking("foreign", seal(Signature.GOOGLE, "x")),
                                new Part.HiddenThinking(seal(Signature.OPENAI, "x")),
                                new Part.Text("Let me look. "),
                                new Part.ToolUse("call_a.b", "look", "{\"at\":1.50}"),
                                new Part.ToolUse("call_a:b", "now", ""),
                                new Part.ToolUse("call_c", "patch", "*** Begin", true, null))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("call_a.b", "a cat"))),
                new Turn(Role.USER, List.of(new Part.Text("And?"))),
                new Turn(Role.SYSTEM, List.of(new Part.Text("Hurry."))),
                new Turn(
                        Role.TOOL,
                        List.of(new Part.ToolResult(
                                "call_a:b",
                                "now",
                                List.of(
                                        new Part.Text("late"),
                                        new Part.Image(new Media.Inline("image/webp", Slice.of("UklG")))),
                                true,
                                null))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("call_c", null, List.of(), false, null))),
                new Turn(Role.USER, List.of(new Part.Text("Go on."))),
                new Turn(Role.ASSISTANT, List.of(new Part.Refusal("I cannot."), new Part.Text("The answer: \n"))));
        return new ChatRequest(
                "asked",
                true,
                true,
                turns,
                List.of(
                        new Tool.Function(
                                "look",
                                "Looks.",
                                Slice.of(
                                        "{\"type\":\"object\",\"properties\":{\"at\":{\"type\":\"number\",\"maximum\":1.10}}}"),
                                true,
                                CacheMark.SHORT),
                        new Tool.Function("now", null, null, false, null),
                        new Tool.Function("loose", null, Slice.of("{\"properties\":{\"a\":{}}}"), null, null),
                        new Tool.Freeform("patch", "Patches.", null)),
                new ToolChoice.Auto(),
                false,
                new OutputFormat.AnyJson(),
                new Sampling(null, 1.7, 0.9, 40, List.of("END", "\n\n"), 7L, 0.5, 0.5, null, null, null),
                null,
                "user-7",
                List.of(new Leftover("store", Slice.of("false"), true)));
    }

    @Test
    void writesEveryKindOfPart() {
        assertThat(body(everything(), to("claude-sonnet-4-5"))).isEqualTo(Golden.oneLine("written.json"));
    }

    @Test
    void takesTheMostTheModelCanSayWhereTheCallerNamesNothing() {
        assertThat(body(saying(HELLO), new Writing("claude-opus-5", 128_000, false, Set.of())))
                .contains("\"max_tokens\":128000");
    }

    @Test
    void letsAUserBeginAndLeavesOutEmptyTurns() {
        assertThat(body(
                        saying(
                                new Turn(Role.USER, List.of(new Part.Text(""))),
                                new Turn(Role.ASSISTANT, List.of(new Part.Text("Welcome."))),
                                HELLO),
                        to("claude-opus-5")))
                .contains("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\".\"}]},"
                        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Welcome.\"}]},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "claude-opus-4-8, 0.5, 0.9, -",
                "claude-sonnet-5, 0.5, -, -",
                "claude-opus-4-6, 0.5, 0.9, 'temperature\":0.5'",
                "claude-opus-4-6, -, 0.9, 'top_p\":0.9'",
                "claude-3-5-haiku-20241022, 0.5, 0.9, 'temperature\":0.5,\"top_p\":0.9'",
                "claude-haiku-4-5-20251001, 1.5, -, 'temperature\":1'",
            })
    void writesTheSamplingThatTheModelTakes(String model, Double temperature, Double topP, String written) {
        // When
        String body =
                body(asking(List.of(HELLO), new ToolChoice.Auto(), sampling(temperature, topP, null), null), to(model));

        // Then
        assertThat(body.replaceAll(".*]}],?", "")).isEqualTo(written == null ? "}" : "\"" + written + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "claude-sonnet-4-5-20250929 | low | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}",
                "claude-sonnet-4-5-20250929 | high | - | 1000 | \"max_tokens\":5096 | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":4096}}",
                "claude-haiku-4-5 | - | 10 | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}",
                "claude-haiku-4-5 | none | - | 4000 | \"max_tokens\":4000 | ]}]}",
                "claude-opus-4-6 | xhigh | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"high\"}}",
                "claude-opus-4-6 | - | 2000 | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}}",
                "claude-opus-4.8 | xhigh | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"xhigh\"}}",
                "us.anthropic.claude-opus-4-8-v1:0 | - | 2000 | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"medium\"}}",
                "claude-opus-4-8 | none | - | 4000 | \"max_tokens\":4000 | ]}]}",
                "claude-sonnet-5 | none | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"disabled\"}}",
                "claude-sonnet-5 | minimal | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}",
                "claude-fable-5 | none | - | 4000 | \"max_tokens\":4000 | \"output_config\":{\"effort\":\"low\"}}",
                "claude-opus-5-5 | none | - | 4000 | \"max_tokens\":4000 | \"output_config\":{\"effort\":\"low\"}}",
                "some-new-model | max | - | 4000 | \"max_tokens\":4000 | \"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"max\"}}",
                "claude-3-5-sonnet-20241022 | high | - | 4000 | \"max_tokens\":4000 | ]}]}",
                "claude-3-7-sonnet-20250219 | max | - | 20000 | \"max_tokens\":20000 | \"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16384}}",
            })
    void makesEachGenerationThinkInItsOwnWay(
            String model, String effort, Integer budget, int asked, String maxTokens, String end) {
        // Given
        Sampling sampling = new Sampling(asked, null, null, null, List.of(), null, null, null, null, null, null);

        // When
        String body = body(
                asking(List.of(HELLO), new ToolChoice.Auto(), sampling, new Reasoning(effort, budget, null, false)),
                to(model));

        // Then
        assertThat(body).contains(maxTokens + ",").endsWith(end);
    }

    @Test
    void leavesABudgetOutWhereTheApiWouldRefuseTheCall() {
        // Given
        Reasoning high = new Reasoning("high", null, null, false);
        Turn call = new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("a", "look", "{}")));
        Turn sealedCall = new Turn(
                Role.ASSISTANT,
                List.of(new Part.Thinking("", seal(Signature.ANTHROPIC, "x")), new Part.ToolUse("a", "look", "{}")));
        Turn result = new Turn(Role.TOOL, List.of(new Part.ToolResult("a", "b")));
        Turn begun = new Turn(Role.ASSISTANT, List.of(new Part.Text("It is")));
        Writing sonnet = to("claude-sonnet-4-5");
        ToolChoice auto = new ToolChoice.Auto();

        // Then
        assertThat(body(asking(List.of(HELLO), new ToolChoice.Required(), Sampling.DEFAULT, high), sonnet))
                .doesNotContain("\"thinking\":{");
        assertThat(body(asking(List.of(HELLO, begun), auto, Sampling.DEFAULT, high), sonnet))
                .doesNotContain("\"thinking\":{");
        assertThat(body(asking(List.of(HELLO, call, result), auto, Sampling.DEFAULT, high), sonnet))
                .doesNotContain("\"thinking\":{");
        assertThat(body(asking(List.of(HELLO, sealedCall, result), auto, Sampling.DEFAULT, high), sonnet))
                .contains("\"thinking\":{");
    }

    @Test
    void shortensTheToolsToThoseThatMayBeUsed() {
        // Given
        ChatRequest request = everything();
        ChatRequest among = new ChatRequest(
                "asked",
                false,
                true,
                List.of(HELLO),
                request.tools(),
                new ToolChoice.Among(List.of("now"), true),
                null,
                new OutputFormat.Schema("answer", null, Slice.of("{\"type\":\"object\"}"), true),
                Sampling.DEFAULT,
                null,
                "ann@example.com",
                List.of());

        // When
        String body = body(among, to("claude-sonnet-5"));

        // Then
        assertThat(body)
                .contains("\"tools\":[{\"name\":\"now\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}],"
                        + "\"tool_choice\":{\"type\":\"any\"}")
                .contains("\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}}}")
                .doesNotContain("metadata");
    }

    @Test
    void refusesWhatTheApiCannotExpress() {
        // Given
        Part audio = new Part.Audio("wav", Slice.of("AAAA"));
        Part bitmap = new Part.Image(new Media.Inline("image/bmp", Slice.of("AAAA")));
        Part bucket = new Part.Image(new Media.Link("gs://bucket/cat.png"));
        Part file = new Part.Document(new Media.Uploaded("file-abc"), null, null);

        // Then
        assertThat(refusal(saying(new Turn(Role.USER, List.of(audio))))).isEqualTo("messages.0.content.0.input_audio");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(bitmap))))).isEqualTo("messages.0.content.0.image_url");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(bucket))))).isEqualTo("messages.0.content.0.image_url");
        assertThat(refusal(saying(new Turn(Role.USER, List.of(file))))).isEqualTo("messages.0.content.0.file");
        assertThat(refusal(asking(List.of(HELLO), new ToolChoice.Auto(), sampling(null, null, 2), null)))
                .isEqualTo("n");
        assertThat(refusal(saying())).isEqualTo("messages");
        assertThat(DialectLaws.body(Golden.DIALECT.write(
                                saying(HELLO, new Turn(Role.USER, List.of(audio))),
                                new Writing("claude-sonnet-5", 0, true, Set.of())))
                        .toString())
                .doesNotContain("audio");
    }

    @Test
    void saysWhichCallHasArgumentsThatAreNoObject() {
        // Given
        Turn call = new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("call_7", "look", "[1]")));

        // When
        Written written = Golden.DIALECT.write(saying(HELLO, call), new Writing("claude-opus-5", 0, true, Set.of()));

        // Then
        assertThat(((Written.Refused) written).error().message())
                .contains("call_7")
                .contains("look");
        assertThat(((Written.Refused) written).error().param()).isEqualTo("messages.1.content.0.arguments");
    }

    @Test
    void refusesAForcedToolWhereTheModelCannotBeForced() {
        // Given
        ChatRequest forced = asking(List.of(HELLO), new ToolChoice.Named("look"), Sampling.DEFAULT, null);

        // Then
        assertThat(Golden.DIALECT.write(forced, to("claude-opus-5-5"))).isInstanceOf(Written.Refused.class);
        assertThat(body(forced, new Writing("claude-opus-5-5", 0, true, Set.of())))
                .doesNotContain("tool_choice");
        assertThat(body(forced, to("claude-opus-5"))).contains("\"tool_choice\":{\"type\":\"tool\",\"name\":\"look\"}");
    }

    @Test
    void tellsLeftoversOnlyWhereTheyAreAnthropicsOwn() {
        // Given
        ChatRequest read = new ChatRequest(
                "asked",
                false,
                true,
                List.of(HELLO),
                List.of(new Tool.Hosted("web_search_20250305", Slice.of("{\"type\":\"web_search_20250305\"}"))),
                new ToolChoice.Auto(),
                null,
                new OutputFormat.PlainText(),
                Sampling.DEFAULT,
                null,
                null,
                List.of(new Leftover("container", Slice.of("\"c\""), false)));

        // Then
        assertThat(body(read, to("claude-opus-5")))
                .contains("\"tools\":[{\"type\":\"web_search_20250305\"}]")
                .contains("\"container\":\"c\"");
        assertThat(refusal(new ChatRequest(
                        "asked",
                        false,
                        true,
                        List.of(HELLO),
                        List.of(new Tool.Hosted("web_search", Slice.of("{}"))),
                        new ToolChoice.Auto(),
                        null,
                        new OutputFormat.PlainText(),
                        Sampling.DEFAULT,
                        null,
                        null,
                        List.of())))
                .isEqualTo("tools.0.type");
        assertThat(refusal(new ChatRequest(
                        "asked",
                        false,
                        true,
                        List.of(HELLO),
                        List.of(),
                        new ToolChoice.Auto(),
                        null,
                        new OutputFormat.PlainText(),
                        Sampling.DEFAULT,
                        null,
                        null,
                        List.of(new Leftover("logit_bias", Slice.of("{}"), false)))))
                .isEqualTo("logit_bias");
    }
}
