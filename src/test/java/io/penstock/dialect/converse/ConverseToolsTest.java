package io.penstock.dialect.converse;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.OutputFormat;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Sampling;
import io.penstock.chat.Tool;
import io.penstock.chat.ToolChoice;
import io.penstock.chat.Turn;
import io.penstock.dialect.ProviderLaws;
import io.penstock.dialect.WeatherTask;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConverseToolsTest {
    private static final String HAIKU = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
    private static final String LLAMA = "meta.llama3-3-70b-instruct-v1:0";

    private static String written(ChatRequest request, String model) {
        return ProviderLaws.text(new ConverseDialect().write(request, ProviderLaws.writing(model, false)));
    }

    private static ChatRequest offering(ToolChoice choice, Tool tool) {
        List<Turn> turns = List.of(new Turn(Role.USER, List.of(new Part.Text("Hi"))));
        return ProviderLaws.call(turns, List.of(tool), choice, Sampling.DEFAULT, null);
    }

    @Test
    void aHistoryWithToolsDeclaresThemWhateverMayBeUsed() {
        // Given
        ChatRequest forbidden = WeatherTask.weather(new ToolChoice.None(), Sampling.DEFAULT, null);
        ChatRequest undeclared = ProviderLaws.call(WeatherTask.turns().toArray(new Turn[0]));
        ChatRequest fresh = offering(new ToolChoice.None(), WeatherTask.WEATHER);

        // When
        List<String> bodies = List.of(written(forbidden, HAIKU), written(undeclared, HAIKU), written(fresh, HAIKU));

        // Then
        assertThat(bodies.get(0)).contains("\"name\":\"patch\"").doesNotContain("toolChoice");
        assertThat(bodies.get(1))
                .contains("\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"get_weather\",\"inputSchema\":"
                        + "{\"json\":{\"type\":\"object\",\"properties\":{}}}}}]}");
        assertThat(bodies.get(2)).doesNotContain("toolConfig");
    }

    @Test
    void aToolIsForcedByNameAndOnlySomeAreOffered() {
        // Given
        ToolChoice named = new ToolChoice.Named("patch");
        ToolChoice among = new ToolChoice.Among(List.of("patch"), true);

        // When
        String one = written(WeatherTask.weather(named, Sampling.DEFAULT, null), HAIKU);
        String some = written(WeatherTask.weather(among, Sampling.DEFAULT, null), HAIKU);
        String newest = written(WeatherTask.weather(named, Sampling.DEFAULT, null), "anthropic.claude-opus-5-5");

        // Then
        assertThat(one)
                .contains("\"toolChoice\":{\"tool\":{\"name\":\"patch\"}}")
                .contains("toolSpec\":{\"name\":\"get_w");
        assertThat(some).contains("\"toolChoice\":{\"any\":{}}").doesNotContain("toolSpec\":{\"name\":\"get_weather");
        assertThat(newest).doesNotContain("toolChoice");
    }

    @Test
    void onlyOneToolAtOnceIsSaidToClaude() {
        // Given
        ChatRequest request = ProviderLaws.with(
                offering(new ToolChoice.Required(), WeatherTask.WEATHER), new OutputFormat.PlainText(), false);

        // When
        String claude = written(request, HAIKU);
        String llama = written(request, LLAMA);

        // Then
        assertThat(claude).contains("\"tool_choice\":{\"type\":\"any\",\"disable_parallel_tool_use\":true}");
        assertThat(llama).doesNotContain("additionalModelRequestFields");
    }
}
