package io.penstock.dialect.messages;

import static io.penstock.dialect.messages.Asked.HELLO;
import static io.penstock.dialect.messages.Asked.asking;
import static io.penstock.dialect.messages.Asked.body;
import static io.penstock.dialect.messages.Asked.sampling;
import static io.penstock.dialect.messages.Asked.seal;
import static io.penstock.dialect.messages.Asked.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Signature;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Writing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written for one model of Anthropic's and not for another. */
class ModelGenerationsTest {
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
}
