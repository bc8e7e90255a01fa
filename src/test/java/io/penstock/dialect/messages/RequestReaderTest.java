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
import io.penstock.dialect.Base64Text;
import io.penstock.dialect.ChatReading;
import io.penstock.dialect.DialectLaws;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {

    private static ChatReading reading(Slice body) {
        return Golden.DIALECT.read(body, DialectLaws.facts("asked", true, false));
    }

    private static ChatRequest golden() {
        return DialectLaws.request(reading(Golden.slice("request.json")));
    }

    private static ChatRequest with(String members) {
        return DialectLaws.request(reading(
                Slice.of("{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]," + members + "}")));
    }

    @Test
    void readsEveryTurnInItsOrderWithToolResultsInFront() {
        // When
        List<Turn> turns = golden().turns();

        // Then
        assertThat(turns)
                .extracting(Turn::role)
                .containsExactly(Role.SYSTEM, Role.USER, Role.ASSISTANT, Role.TOOL, Role.USER, Role.SYSTEM, Role.USER);
        assertThat(turns.get(0).parts())
                .containsExactly(
                        new Part.Text("You are terse.", new CacheMark("1h")), new Part.Text("Answer in English."));
        assertThat(turns.get(2).parts())
                .containsExactly(
                        new Part.Thinking("Two tools.", new Signature(Signature.ANTHROPIC, "EqQBCg==")),
                        new Part.HiddenThinking(new Signature(Signature.ANTHROPIC, "Emw9")),
                        new Part.Text("Let me look."),
                        new Part.ToolUse("toolu_01", "look", "{\"at\": 12345678901234567890.10, \"b\" : [1]}"),
                        new Part.ToolUse("toolu_02", "look", "{}"));
        assertThat(turns.get(3).parts())
                .containsExactly(
                        new Part.ToolResult("toolu_01", "a cat"),
                        new Part.ToolResult(
                                "toolu_02",
                                null,
                                List.of(
                                        new Part.Text("no such place"),
                                        new Part.Image(new Media.Inline("image/jpeg", Slice.of("iVBORw0K/A==")))),
                                true,
                                CacheMark.SHORT));
        assertThat(turns.get(4).parts())
                .containsExactly(
                        new Part.Text("And this?", CacheMark.SHORT),
                        new Part.Image(new Media.Link("https://example.com/cat.png")),
                        new Part.Image(new Media.Uploaded("file_011")),
                        new Part.Document(new Media.Inline("application/pdf", Slice.of("JVBERg==")), "Paper", null),
                        new Part.Document(new Media.Inline("text/plain", Base64Text.encoded("Grüße")), null, null));
        assertThat(turns.get(6).parts()).isEmpty();
    }

    @Test
    void readsEverythingElse() {
        // When
        ChatRequest request = golden();

        // Then
        assertThat(request.model()).isEqualTo("asked");
        assertThat(request.stream()).isTrue();
        assertThat(request.usageWanted()).isTrue();
        assertThat(request.tools())
                .containsExactly(
                        new Tool.Function(
                                "look",
                                "Looks.",
                                Slice.of("{\"type\": \"object\", \"properties\": {}}"),
                                true,
                                CacheMark.SHORT),
                        new Tool.Function("wait", null, Slice.of("{\"type\": \"object\"}"), null, null),
                        new Tool.Hosted(
                                "web_search_20250305",
                                Slice.of(
                                        "{\"type\": \"web_search_20250305\", \"name\": \"web_search\", \"max_uses\": 3}")));
        assertThat(request.toolChoice()).isEqualTo(new ToolChoice.Named("look"));
        assertThat(request.parallelTools()).isFalse();
        assertThat(request.reasoning()).isEqualTo(new Reasoning("xhigh", null, true, true));
        assertThat(request.format())
                .isEqualTo(new OutputFormat.Schema(
                        "response", null, Slice.of("{\"type\": \"object\", \"additionalProperties\": false}"), true));
        assertThat(request.sampling())
                .isEqualTo(new Sampling(2048, 0.5, 0.9, 40, List.of("END"), null, null, null, null, null, null));
        assertThat(request.user()).isEqualTo("user-7");
        assertThat(request.leftovers())
                .containsExactly(
                        new Leftover("service_tier", Slice.of("\"auto\""), true),
                        new Leftover("container", Slice.of("\"container_1\""), false));
    }

    @Test
    void namesABlockThatOnlyAnthropicCanTake() {
        // When
        ChatRequest request = DialectLaws.request(reading(Slice.of("{\"max_tokens\":9,\"messages\":["
                + "{\"role\":\"user\",\"content\":\"x\"},{\"role\":\"assistant\",\"content\":["
                + "{\"type\":\"text\",\"text\":\"y\"},{\"type\":\"server_tool_use\",\"id\":\"s\"}]}]}")));

        // Then
        assertThat(request.leftovers())
                .containsExactly(new Leftover(
                        "messages.1.content.1.server_tool_use",
                        Slice.of("{\"type\":\"server_tool_use\",\"id\":\"s\"}"),
                        false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"disabled\"} | none | 0 | | false",
                "{\"type\":\"adaptive\"} | | | | true",
                "{\"type\":\"enabled\",\"budget_tokens\":2000} | | 2000 | | false",
                "{\"type\":\"adaptive\",\"display\":\"omitted\"} | | | false | true"
            })
    void readsHowMuchToThink(String thinking, String effort, Integer budget, Boolean summary, boolean adaptive) {
        assertThat(with("\"thinking\":" + thinking).reasoning())
                .isEqualTo(new Reasoning(effort, budget, summary, adaptive));
    }

    @Test
    void readsEffortAlone() {
        assertThat(with("\"output_config\":{\"effort\":\"low\"}").reasoning())
                .isEqualTo(new Reasoning("low", null, null, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] |",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | max_tokens",
                "{\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | max_tokens",
                "{\"max_tokens\":9} | messages",
                "{\"max_tokens\":9,\"messages\":[]} | messages",
                "{\"max_tokens\":9,\"messages\":[7]} | messages.0",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]} | messages.0.role",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\"}]} | messages.0.content",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]} | messages.0.content.0.text",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"a\\\"b\"}}]}]} | messages.0.content.0.source.data",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\"}]}]} | messages.0.content.0.tool_use_id",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\",\"input\":[]}]}]} | messages.0.content.0.input",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"b\"}]}]} | messages.0.content.0",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"name\":\"a\"}]} | tools.0.input_schema",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{\"name\":\"a\",\"input_schema\":7}]} | tools.0.input_schema",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tool_choice\":\"any\"} | tool_choice",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"thinking\":{\"type\":\"on\"}} | thinking.type",
                "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":\"hot\"} | temperature"
            })
    void namesTheFieldOfAMistake(String body, String param) {
        // When
        ChatReading reading = reading(Slice.of(body));

        // Then
        assertThat(reading).isInstanceOf(ChatReading.Refused.class);
        assertThat(((ChatReading.Refused) reading).error().param()).isEqualTo(param);
        assertThat(((ChatReading.Refused) reading).error().status()).isEqualTo(400);
    }
}
