package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiRequestReaderTest {
    private static Signature seal(String data) {
        return new Signature(Signature.GOOGLE, data);
    }

    private static String with(String members) {
        return "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]," + members + "}";
    }

    @Test
    void readsEveryFieldInCamelCase() {
        // When
        ChatRequest request = Golden.request(Golden.text("request.json"));

        // Then
        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Be brief."))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Text("Weather?"),
                                        new Part.Image(new Media.Inline("image/png", Slice.of("iVBORw0KGgo="))),
                                        new Part.Document(new Media.Link("https://example.com/a.pdf"), null, null),
                                        new Part.Audio("wav", Slice.of("UklGRg==")))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Thinking("Hm.", seal("c2VhbA==")),
                                        new Part.Text("I look."),
                                        new Part.Thinking("", seal("dGV4dA==")),
                                        new Part.ToolUse(
                                                "c1", "get_weather", "{\"city\":\"Oslo\"}", false, seal("EpE=")),
                                        new Part.ToolUse("c2", "get_time", "{}"))),
                        new Turn(
                                Role.TOOL,
                                List.of(
                                        new Part.ToolResult(
                                                "c1", "get_weather", List.of(new Part.Text("4 C")), false, null),
                                        new Part.ToolResult(
                                                "c2",
                                                "get_time",
                                                List.of(new Part.Text("{\"hour\":7}")),
                                                false,
                                                null))));
    }

    @Test
    void readsEverySettingInCamelCase() {
        // When
        ChatRequest request = Golden.request(Golden.text("request.json"));

        // Then
        assertThat(request.tools()).hasSize(2);
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Among(List.of("get_weather", "get_time"), true));
        assertThat(request.sampling())
                .isEqualTo(new Sampling(1024, 0.2, 0.9, 40, List.of("END"), 7L, 0.5, -0.5, 2, true, 3));
        assertThat(request.format())
                .isEqualTo(new OutputFormat.Schema("response", null, Slice.of("{\"type\":\"object\"}"), null));
        assertThat(request.reasoning()).isEqualTo(new Reasoning("low", null, true, false));
        assertThat(request.leftovers()).extracting(Leftover::field).containsExactly("safetySettings");
        assertThat(request.leftovers().getFirst().harmless()).isTrue();
        assertThat(request.usageWanted()).isTrue();
    }

    @Test
    void readsSnakeCaseSingleObjectsAndCallsWithoutIds() {
        // When
        ChatRequest request = Golden.request(Golden.text("request-snake-case.json"));

        // Then
        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Be brief."))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Text("Weather?"),
                                        new Part.Image(new Media.Inline("image/jpeg", Slice.of("+/8="))))),
                        new Turn(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.ToolUse("call_1", "f", "{\"n\":1.10}", false, seal("EpE=")),
                                        new Part.ToolUse("call_2", "f", "{}"))),
                        new Turn(
                                Role.TOOL,
                                List.of(
                                        new Part.ToolResult(
                                                "call_1", "f", List.of(new Part.Text("broken")), true, null),
                                        new Part.ToolResult(
                                                "call_2", "f", List.of(new Part.Text("ok")), false, null))));
    }

    @Test
    void readsSettingsAndSchemasInSnakeCase() {
        // When
        ChatRequest request = Golden.request(Golden.text("request-snake-case.json"));

        // Then
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function(
                                "f",
                                null,
                                Slice.of(
                                        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":[\"number\",\"null\"]},"
                                                + "\"tags\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"maxItems\":2}}}"),
                                null,
                                null),
                        new Tool.Hosted("googleSearch", Slice.of("{\"googleSearch\":{}}")));
        assertThat(request.format())
                .isEqualTo(new OutputFormat.Schema(
                        "response", null, Slice.of("{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}"), null));
        assertThat(request.reasoning()).isEqualTo(new Reasoning(null, null, null, true));
        assertThat(request.leftovers())
                .extracting(Leftover::field, Leftover::harmless)
                .containsExactly(
                        tuple("safety_settings", false), tuple("cached_content", false), tuple("labels", true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AUTO||Auto",
                "NONE||None",
                "ANY||Required",
                "ANY|\"f\"|Named",
                "ANY|\"f\",\"g\"|Among",
                "VALIDATED|\"f\"|Among",
                "VALIDATED||Auto"
            })
    void readsWhichToolsMustBeUsed(String mode, String names, String choice) {
        // When
        ChatRequest request = Golden.request(with("\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"" + mode
                + "\",\"allowedFunctionNames\":[" + (names == null ? "" : names) + "]}}"));

        // Then
        assertThat(request.toolChoice().getClass().getSimpleName()).isEqualTo(choice);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{}|contents",
                "{\"contents\":7}|contents",
                "{\"contents\":[7]}|contents.0",
                "{\"contents\":[{\"role\":\"system\",\"parts\":[{\"text\":\"a\"}]}]}|contents.0.role",
                "{\"contents\":[{\"parts\":[{\"text\":7}]}]}|contents.0.parts.0.text",
                "{\"contents\":[{\"parts\":[{\"txt\":\"a\"}]}]}|contents.0.parts.0.txt",
                "{\"contents\":[{\"parts\":[{}]}]}|contents.0.parts.0",
                "{\"contents\":[{\"parts\":[{\"inline_data\":{\"data\":\"a\"}}]}]}|contents.0.parts.0.inline_data.mimeType",
                "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"?\"}}]}]}|contents.0.parts.0.inlineData.data",
                "{\"contents\":[{\"parts\":[{\"executableCode\":{}}]}]}|contents.0.parts.0.executableCode",
                "{\"contents\":[{\"parts\":[{\"functionResponse\":{\"name\":\"f\",\"response\":{}}}]}]}|contents.0.parts.0.functionResponse",
                "{\"contents\":[{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":[]}}]}]}|contents.0.parts.0.functionCall.args"
            })
    void namesTheFieldThatIsWrong(String body, String field) {
        assertThat(Golden.refusal(body).param()).isEqualTo(field);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"messages\":[]|messages",
                "\"generationConfig\":{\"maxTokens\":1}|generationConfig.maxTokens",
                "\"generationConfig\":{\"maxOutputTokens\":\"1\"}|generationConfig.maxOutputTokens",
                "\"generationConfig\":{\"maxOutputTokens\":1e12}|generationConfig.maxOutputTokens",
                "\"generation_config\":{\"thinking_config\":{\"thinking_level\":\"HUGE\"}}|generation_config.thinking_config.thinking_level",
                "\"generationConfig\":{\"stopSequences\":[1]}|generationConfig.stopSequences",
                "\"tools\":[{\"functions\":[]}]|tools.0.functions",
                "\"tools\":[{\"functionDeclarations\":[{}]}]|tools.0.functionDeclarations.0.name",
                "\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"parameters\":7}]}]|tools.0.functionDeclarations.0.parameters",
                "\"toolConfig\":{\"functionCallingConfig\":{\"mode\":\"SOME\"}}|toolConfig.functionCallingConfig.mode"
            })
    void namesTheSettingThatIsWrong(String members, String field) {
        // When
        var error = Golden.refusal(with(members));

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "null"})
    void refusesWhatIsNoObject(String body) {
        assertThat(Golden.refusal(body).code()).isEqualTo("invalid_json");
    }

    @Test
    void refusesToForgetWhatChangesTheAnswer() {
        // When
        ChatRequest request = Golden.request(with("\"generationConfig\":{\"responseModalities\":[\"IMAGE\"],"
                + "\"speechConfig\":{},\"responseMimeType\":\"text/x.enum\"}"));

        // Then
        assertThat(request.leftovers())
                .containsExactlyInAnyOrder(
                        new Leftover("generationConfig.responseModalities", Slice.of("[\"IMAGE\"]"), false),
                        new Leftover("generationConfig.responseMimeType", Slice.of("\"text/x.enum\""), false),
                        new Leftover("generationConfig.speechConfig", Slice.of("{}"), true));
    }

    @Test
    void readsFilesOfGoogleAsUploads() {
        // Given
        String uri = "https://generativelanguage.googleapis.com/v1beta/files/abc";

        // When
        ChatRequest request = Golden.request(
                "{\"contents\":[{\"parts\":[{\"fileData\":{\"mimeType\":\"image/png\",\"fileUri\":\"" + uri
                        + "\"}},{\"fileData\":{\"fileUri\":\"https://example.com/b.jpg?x=1\"}}]}],\"systemInstruction\":\"Short.\"}");

        // Then
        assertThat(request.turns())
                .containsExactly(
                        new Turn(Role.SYSTEM, List.of(new Part.Text("Short."))),
                        new Turn(
                                Role.USER,
                                List.of(
                                        new Part.Image(new Media.Uploaded(uri)),
                                        new Part.Image(new Media.Link("https://example.com/b.jpg?x=1")))));
    }
}
