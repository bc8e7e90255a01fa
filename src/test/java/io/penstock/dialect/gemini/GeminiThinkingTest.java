package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Reasoning;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiThinkingTest {
    private static ChatRequest thinking(Reasoning reasoning) {
        return new ChatRequest(
                "m",
                false,
                true,
                List.of(new Turn(Role.USER, List.of(new Part.Text("Hi")))),
                List.of(),
                new ToolChoice.Auto(),
                null,
                new OutputFormat.PlainText(),
                Sampling.DEFAULT,
                reasoning,
                null,
                List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash,none,'{\"includeThoughts\":false,\"thinkingBudget\":0}'",
        "gemini-2.5-pro,none,'{\"includeThoughts\":false,\"thinkingBudget\":128}'",
        "gemini-2.5-flash,minimal,'{\"includeThoughts\":true,\"thinkingBudget\":1024}'",
        "gemini-2.5-flash,low,'{\"includeThoughts\":true,\"thinkingBudget\":1024}'",
        "google/gemini-2.5-flash-lite,medium,'{\"includeThoughts\":true,\"thinkingBudget\":8192}'",
        "models/gemini-2.5-pro,max,'{\"includeThoughts\":true,\"thinkingBudget\":24576}'",
        "gemini-3.8-flash,none,'{\"includeThoughts\":false,\"thinkingLevel\":\"minimal\"}'",
        "gemini-3-flash-preview,medium,'{\"includeThoughts\":true,\"thinkingLevel\":\"medium\"}'",
        "gemini-3.1-pro-preview,minimal,'{\"includeThoughts\":true,\"thinkingLevel\":\"low\"}'",
        "gemini-4-argon,none,'{\"includeThoughts\":false,\"thinkingLevel\":\"low\"}'",
        "gemini-flash-latest,xhigh,'{\"includeThoughts\":true,\"thinkingLevel\":\"high\"}'"
    })
    void tellsEachGenerationInItsOwnWayHowMuchToThink(String model, String effort, String config) {
        // When
        String written = Golden.written(thinking(new Reasoning(effort, null, null, false)), model);

        // Then
        assertThat(written).endsWith("\"generationConfig\":{\"thinkingConfig\":" + config + "}}");
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-2.5-flash,100,'\"thinkingBudget\":512'",
        "gemini-2.5-pro,99999,'\"thinkingBudget\":32768'",
        "gemini-3.8-flash,1024,'\"thinkingLevel\":\"low\"'",
        "gemini-3.8-flash,8000,'\"thinkingLevel\":\"medium\"'",
        "gemini-3.8-flash,20000,'\"thinkingLevel\":\"high\"'",
        "gemini-3.8-flash,0,'\"thinkingLevel\":\"minimal\"'"
    })
    void takesTheNearestBudget(String model, int tokens, String member) {
        assertThat(Golden.written(thinking(new Reasoning(null, tokens, null, false)), model))
                .contains(member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gemma-3-27b-it", "gemini-2.0-flash", "other"})
    void tellsNothingOfThoughtsToModelsThatDoNotThink(String model) {
        assertThat(Golden.written(thinking(new Reasoning("high", null, true, false)), model))
                .doesNotContain("thinking");
    }

    @Test
    void leavesTheBudgetToTheModel() {
        assertThat(Golden.written(thinking(new Reasoning(null, null, false, true)), "gemini-2.5-flash"))
                .contains("{\"includeThoughts\":false,\"thinkingBudget\":-1}");
    }
}
