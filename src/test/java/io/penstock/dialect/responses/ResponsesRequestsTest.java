package io.penstock.dialect.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Leftover;
import io.penstock.chat.Media;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Writing;
import io.penstock.dialect.Written;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesRequestsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/responses");
    private static final Writing THERE = new Writing("there", 0, false, Set.of());

    private final ResponsesDialect dialect = new ResponsesDialect();

    @Test
    void codexIsRead() throws IOException {
        // Given // When
        ChatRequest request = DialectLaws.request(read(Files.readString(GOLDEN.resolve("codex.json"))));

        // Then
        assertThat(request.turns())
                .extracting(Turn::role)
                .containsExactly(
                        Role.SYSTEM,
                        Role.SYSTEM,
                        Role.USER,
                        Role.ASSISTANT,
                        Role.TOOL,
                        Role.TOOL,
                        Role.ASSISTANT,
                        Role.TOOL,
                        Role.ASSISTANT,
                        Role.USER);
        assertThat(request.turns().get(2).parts().get(1))
                .isEqualTo(new Part.Image(new Media.Inline("image/png", Slice.of("aGk="))));
        assertThat(request.turns().get(3).parts())
                .containsExactly(
                        new Part.Thinking("Look first.", new Signature(Signature.OPENAI, "gAAA")),
                        new Part.ToolUse("call_1", "shell", "{\"command\":[\"ls\"]}"),
                        new Part.ToolUse("call_2", "files-_-read", "{}"));
        assertThat(request.turns().get(6).parts())
                .containsExactly(new Part.ToolUse("call_3", "apply_patch", "*** Begin Patch\n", true, null));
        assertThat(request.tools())
                .extracting(Tool::name)
                .as("the web search is an offer")
                .containsExactly("shell", "apply_patch", "files-_-read");
        assertThat(FreeformTools.names(request)).containsExactly("apply_patch");
        assertThat(request.leftovers()).allMatch(Leftover::harmless);
        assertThat(request.leftovers())
                .extracting(Leftover::field)
                .containsExactlyInAnyOrder("prompt_cache_key", "client_metadata", "verbosity");
    }

    @Test
    void codexIsWritten() throws IOException {
        // Given
        ChatRequest request = DialectLaws.request(read(Files.readString(GOLDEN.resolve("codex.json"))));

        // When
        String written = DialectLaws.body(dialect.write(request, THERE)).toString();

        // Then
        assertThat(new JsonObject(written))
                .isEqualTo(new JsonObject(Files.readString(GOLDEN.resolve("codex_written.json"))));
        assertThat(written).as("digits as they came").contains("\"maximum\":1.10");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "previous_response_id | \"previous_response_id\":\"resp_1\"",
                "conversation | \"conversation\":{\"id\":\"conv_1\"}",
                "prompt | \"prompt\":{\"id\":\"pmpt_1\"}",
                "background | \"background\":true",
                "store | \"store\":true",
                "input.0 | \"input\":[{\"type\":\"item_reference\",\"id\":\"rs_1\"}]",
                "input.1 | \"input\":[{\"role\":\"user\",\"content\":\"x\"},{\"type\":\"computer_call\"}]",
                "tool_choice | \"tool_choice\":{\"type\":\"file_search\"}"
            })
    void whatNeedsStateOrAnotherProviderIsRefusedByName(String field, String member) {
        // Given
        String input = member.contains("\"input\"") ? "" : "\"input\":\"Hi\",";

        // When
        ApiError error = refused(read("{" + input + member + "}"));

        // Then
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.param()).isEqualTo(field);
        assertThat(error.code()).isEqualTo("unsupported_parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input | \"x\":1",
                "input | \"input\":7",
                "input.0 | \"input\":[7]",
                "input.0.role | \"input\":[{\"role\":\"tool\",\"content\":\"x\"}]",
                "input.0.content.1.type | \"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\"},{\"type\":\"film\"}]}]",
                "input.0.content.0.image_url | \"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\",\"image_url\":\"data:image/png,x\"}]}]",
                "input.0.call_id | \"input\":[{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\"}]",
                "input.0.call_id | \"input\":[{\"type\":\"function_call_output\",\"output\":\"x\"}]",
                "tools.0.name | \"input\":\"x\",\"tools\":[{\"type\":\"function\"}]",
                "tools.0.parameters | \"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\",\"parameters\":7}]",
                "tool_choice | \"input\":\"x\",\"tool_choice\":\"any\"",
                "max_output_tokens | \"input\":\"x\",\"max_output_tokens\":0",
                "temperature | \"input\":\"x\",\"temperature\":\"hot\"",
                "text.format.schema | \"input\":\"x\",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}"
            })
    void aMistakeIsNamedByItsField(String field, String member) {
        // Given // When
        ApiError error = refused(read("{" + member + "}"));

        // Then
        assertThat(error.param()).isEqualTo(field);
        assertThat(error.code()).isEqualTo("invalid_value");
    }

    @Test
    void aHostedToolStaysWhereItIsNeeded() {
        // Given // When
        ChatRequest alone = DialectLaws.request(read("{\"input\":\"x\",\"tools\":[{\"type\":\"web_search\"}]}"));
        ChatRequest needed =
                DialectLaws.request(read("{\"input\":\"x\",\"tools\":[{\"type\":\"function\",\"name\":\"f\"},"
                        + "{\"type\":\"web_search\"},{\"type\":\"file_search\",\"vector_store_ids\":[\"v\"]}]}"));

        // Then
        assertThat(alone.tools()).containsExactly(new Tool.Hosted("web_search", Slice.of("{\"type\":\"web_search\"}")));
        assertThat(needed.tools()).extracting(Tool::name).containsExactly("f", "web_search", "file_search");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "n", "logprobs", "top_logprobs", "safetySettings", "tools.0"})
    void whatCannotBeSaidIsRefusedUnlessItMayBeDropped(String field) {
        // Given
        ChatRequest request = asking(field);
        Writing dropping = new Writing("there", 0, true, Set.of());

        // When
        Written strict = dialect.write(request, THERE);
        String dropped = DialectLaws.body(dialect.write(request, dropping)).toString();

        // Then
        assertThat(strict).isInstanceOf(Written.Refused.class);
        assertThat(((Written.Refused) strict).error().param()).isEqualTo(field);
        assertThat(new JsonObject(dropped).fieldNames()).isSubsetOf("model", "input", "tools", "store", "include");
    }

    @Test
    void hintsAndTagsOfOthersAreDropped() {
        // Given
        Sampling hints = new Sampling(null, null, null, 5, List.of(), 7L, 0.5, 0.5, 1, null, null);
        List<Leftover> tags = List.of(
                new Leftover("service_tier", Slice.of("\"standard_only\""), true),
                new Leftover("metadata", Slice.of("{\"team\":\"a\"}"), true),
                new Leftover("cachedContent", Slice.of("\"c\""), true));

        // When
        JsonObject body = new JsonObject(DialectLaws.body(dialect.write(call(List.of(), hints, tags), THERE))
                .toString());

        // Then
        assertThat(body.fieldNames()).containsExactlyInAnyOrder("model", "input", "store", "include", "metadata");
    }

    @Test
    void chatsWebSearchAndNestedGrammarBecomeWhatTheyAreHere() {
        // Given
        Slice grammar = Slice.of("{\"type\":\"grammar\",\"grammar\":{\"syntax\":\"regex\",\"definition\":\"a+\"}}");
        List<Leftover> search = List.of(new Leftover(
                "web_search_options",
                Slice.of(
                        "{\"search_context_size\":\"low\",\"user_location\":{\"type\":\"approximate\",\"approximate\":{\"city\":\"Oslo\"}}}"),
                false));

        // When
        JsonObject body = new JsonObject(DialectLaws.body(dialect.write(
                        call(List.of(new Tool.Freeform("f", null, grammar)), Sampling.DEFAULT, search), THERE))
                .toString());

        // Then
        assertThat(body.getJsonArray("tools").encode())
                .isEqualTo(
                        "[{\"type\":\"custom\",\"name\":\"f\",\"format\":{\"type\":\"grammar\",\"syntax\":\"regex\",\"definition\":\"a+\"}},"
                                + "{\"type\":\"web_search\",\"search_context_size\":\"low\",\"user_location\":{\"type\":\"approximate\",\"city\":\"Oslo\"}}]");
    }

    private static ChatRequest asking(String field) {
        Sampling none = Sampling.DEFAULT;
        return switch (field) {
            case "stop" ->
                call(
                        List.of(),
                        new Sampling(null, null, null, null, List.of("END"), null, null, null, null, null, null),
                        List.of());
            case "n" ->
                call(
                        List.of(),
                        new Sampling(null, null, null, null, List.of(), null, null, null, 2, null, null),
                        List.of());
            case "logprobs" ->
                call(
                        List.of(),
                        new Sampling(null, null, null, null, List.of(), null, null, null, null, true, null),
                        List.of());
            case "top_logprobs" ->
                call(
                        List.of(),
                        new Sampling(null, null, null, null, List.of(), null, null, null, null, null, 3),
                        List.of());
            case "tools.0" -> call(List.of(new Tool.Hosted("googleSearch", Slice.of("{}"))), none, List.of());
            default -> call(List.of(), none, List.of(new Leftover(field, Slice.of("[]"), false)));
        };
    }

    private static ChatRequest call(List<Tool> tools, Sampling sampling, List<Leftover> leftovers) {
        return new ChatRequest(
                "m",
                false,
                false,
                List.of(new Turn(Role.USER, List.of(new Part.Text("Hi")))),
                tools,
                new ToolChoice.Auto(),
                null,
                new OutputFormat.PlainText(),
                sampling,
                null,
                null,
                leftovers);
    }

    private ChatReading read(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return dialect.read(new Slice(bytes, 0, bytes.length), DialectLaws.facts("asked-model", true, true));
    }

    private static ApiError refused(ChatReading reading) {
        assertThat(reading).isInstanceOf(ChatReading.Refused.class);
        return ((ChatReading.Refused) reading).error();
    }
}
