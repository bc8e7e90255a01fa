package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.penstock.json.JsonReader;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeminiRequestWriterTest {
    private static final String FLASH = "gemini-3.8-flash";
    private static final Turn HI = new Turn(Role.USER, List.of(new Part.Text("Hi")));

    private static ChatRequest call(List<Turn> turns, List<Tool> tools, ToolChoice choice, Leftover... leftovers) {
        return call(turns, tools, choice, Sampling.DEFAULT, null, false, leftovers);
    }

    private static ChatRequest call(
            List<Turn> turns,
            List<Tool> tools,
            ToolChoice choice,
            Sampling sampling,
            Reasoning reasoning,
            boolean stream,
            Leftover... leftovers) {
        return new ChatRequest(
                "m",
                stream,
                true,
                turns,
                tools,
                choice,
                null,
                new OutputFormat.PlainText(),
                sampling,
                reasoning,
                "u1",
                List.of(leftovers));
    }

    private static ChatRequest turns(Turn... turns) {
        return call(List.of(turns), List.of(), new ToolChoice.Auto());
    }

    private static String refused(ChatRequest request) {
        Written written = Golden.DIALECT.write(request, Golden.writing(FLASH));
        return ((Written.Refused) written).error().param();
    }

    @Test
    void writesTheGoldenRequestAsItWasRead() {
        // When
        String written = Golden.written(Golden.request(Golden.text("request.json")), FLASH);

        // Then
        assertThat(new JsonObject(written)).isEqualTo(new JsonObject(Golden.text("request.json")));
    }

    @Test
    void mergesNeighboursAndKeepsResultsApartFromWords() {
        // Given
        ChatRequest request = turns(
                new Turn(Role.SYSTEM, List.of(new Part.Text("A"))),
                HI,
                HI,
                new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("a", "f", "{}"), new Part.ToolUse("b", "g", ""))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("a", "x"))),
                new Turn(Role.TOOL, List.of(new Part.ToolResult("b", "[1]"))),
                HI,
                new Turn(Role.SYSTEM, List.of(new Part.Text("B"))),
                new Turn(Role.ASSISTANT, List.of(new Part.Text(""))));

        // When
        String written = Golden.written(request, FLASH);

        // Then
        assertThat(written)
                .isEqualTo("{\"systemInstruction\":{\"parts\":[{\"text\":\"A\"},{\"text\":\"B\"}]},\"contents\":["
                        + "{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"},{\"text\":\"Hi\"}]},"
                        + "{\"role\":\"model\",\"parts\":["
                        + "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}},"
                        + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                        + "{\"functionCall\":{\"id\":\"b\",\"name\":\"g\",\"args\":{}}}]},"
                        + "{\"role\":\"user\",\"parts\":["
                        + "{\"functionResponse\":{\"id\":\"a\",\"name\":\"f\",\"response\":{\"result\":\"x\"}}},"
                        + "{\"functionResponse\":{\"id\":\"b\",\"name\":\"g\",\"response\":{\"result\":\"[1]\"}}}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
    }

    @Test
    void asksTheInstructionsWhereNothingElseIsAsked() {
        // Given
        ChatRequest request = turns(new Turn(Role.SYSTEM, List.of(new Part.Text("A"))));

        // When / Then
        assertThat(Golden.written(request, FLASH))
                .isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"A\"}]}]}");
    }

    @Test
    void sendsSealsToTheirVendorOnly() {
        // Given
        ChatRequest request = turns(
                HI,
                new Turn(
                        Role.ASSISTANT,
                        List.of(
                                new Part.Thinking("Mine", new Signature(Signature.ANTHROPIC, "x")),
                                new Part.HiddenThinking(new Signature(Signature.OPENAI, "y")),
                                new Part.ToolUse("a", "f", "{}", false, new Signature(Signature.ANTHROPIC, "z")))));

        // When
        String written = Golden.written(request, FLASH);

        // Then
        assertThat(written)
                .contains("skip_thought_signature_validator")
                .doesNotContain("Mine")
                .doesNotContain("\"x\"")
                .doesNotContain("\"y\"")
                .doesNotContain("\"z\"");
    }

    @Test
    void writesToolsOfEveryKind() {
        // Given
        ChatRequest request = call(
                List.of(HI, new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("a", "shell", "ls \"x\"", true, null)))),
                List.of(
                        new Tool.Function("f", "Does", Slice.of("{\"type\":\"object\",\"$ref\":\"#\"}"), true, null),
                        new Tool.Freeform("shell", null, null),
                        new Tool.Hosted("googleSearch", Slice.of("{\"googleSearch\":{}}"))),
                new ToolChoice.Auto());

        // When
        String written = Golden.written(request, FLASH);

        // Then
        assertThat(written)
                .contains(
                        "{\"name\":\"f\",\"description\":\"Does\",\"parametersJsonSchema\":{\"type\":\"object\",\"$ref\":\"#\"}}")
                .contains("{\"name\":\"shell\",\"parametersJsonSchema\":{\"type\":\"object\",\"properties\":{\"input\"")
                .contains("{\"googleSearch\":{}}]")
                .contains("\"args\":{\"input\":\"ls \\\"x\\\"\"}")
                .contains("\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"VALIDATED\"}}");
        assertThat(JsonReader.object(written)).isNotNull();
    }

    @Test
    void putsPicturesOfResultsWhereTheModelTakesThem() {
        // Given
        Part picture = new Part.Image(new Media.Inline("image/png", Slice.of("AAAA")));
        ChatRequest request = turns(
                HI,
                new Turn(Role.ASSISTANT, List.of(new Part.ToolUse("a", "f", "{}"))),
                new Turn(
                        Role.TOOL,
                        List.of(new Part.ToolResult("a", null, List.of(new Part.Text("x"), picture), true, null))));
        String data = "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"AAAA\"}}";

        // When
        String newer = Golden.written(request, FLASH);
        String older = Golden.written(request, "gemini-2.5-flash");

        // Then
        assertThat(newer).contains("\"response\":{\"error\":\"x\"},\"parts\":[" + data + "]}}");
        assertThat(older).contains("\"response\":{\"error\":\"x\"}}}," + data + "]}");
    }

    @Test
    void refusesWhatGeminiCannotExpress() {
        // Given
        Sampling many = new Sampling(
                null, null, null, null, List.of("1", "2", "3", "4", "5", "6"), null, null, null, null, null, null);
        Sampling two = new Sampling(null, null, null, null, List.of(), null, null, null, 2, null, null);
        ToolChoice auto = new ToolChoice.Auto();
        Part upload = new Part.Document(new Media.Uploaded("file-1"), null, null);
        Tool search = new Tool.Hosted("web_search", Slice.of("{}"));

        // When / Then
        assertThat(refused(call(List.of(HI), List.of(), auto, many, null, false)))
                .isEqualTo("stop");
        assertThat(refused(call(List.of(HI), List.of(), auto, two, null, true))).isEqualTo("n");
        assertThat(refused(turns(new Turn(Role.USER, List.of(upload))))).isEqualTo("file_id");
        assertThat(refused(call(List.of(HI), List.of(search), auto))).isEqualTo("tools");
        assertThat(refused(call(List.of(HI), List.of(), auto, new Leftover("logit_bias", Slice.of("{}"), false))))
                .isEqualTo("logit_bias");
        assertThat(refused(turns(new Turn(Role.TOOL, List.of(new Part.ToolResult("no", "x"))))))
                .isEqualTo("messages");
    }

    @Test
    void leavesOutWhatGeminiCannotExpressWhereThatIsWanted() {
        // Given
        Sampling many = new Sampling(
                null, null, null, null, List.of("1", "2", "3", "4", "5", "6"), 1L << 40, null, null, 2, null, null);
        ChatRequest request = call(
                List.of(HI),
                List.of(new Tool.Hosted("web_search", Slice.of("{}"))),
                new ToolChoice.Required(),
                many,
                null,
                true,
                new Leftover("logit_bias", Slice.of("{}"), false),
                new Leftover("safety_settings", Slice.of("[]"), false));

        // When
        Written written = Golden.DIALECT.write(request, new Writing(FLASH, 0, true, Set.of()));

        // Then
        assertThat(((Written.Body) written).bytes().toString())
                .isEqualTo("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}],"
                        + "\"generationConfig\":{\"seed\":256,\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]},"
                        + "\"safetySettings\":[]}");
    }

    @Test
    void refusesLinksWhereTheProviderTakesNone() {
        // Given
        Part picture = new Part.Image(new Media.Link("https://example.com/a"));
        ChatRequest request = turns(new Turn(Role.USER, List.of(picture)));

        // When
        Written written = Golden.DIALECT.write(request, new Writing(FLASH, 0, false, Set.of(Quirk.NO_LINKS)));

        // Then
        assertThat(((Written.Refused) written).error().param()).isEqualTo("image_url");
        assertThat(Golden.written(request, FLASH))
                .contains("{\"fileData\":{\"mimeType\":\"image/jpeg\",\"fileUri\":\"https://example.com/a\"}}");
    }
}
