package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.routing.Fallback;
import io.penstock.routing.ModelRule;
import io.penstock.routing.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
    private static final String PROVIDERS = """
            providers:
              openai: {base_url: 'http://a', models: [gpt-5, gpt-5-mini, gpt-4.1, gpt-4o]}
              groq: {base_url: 'http://b', models: [openai/gpt-oss-120b, gpt-4o]}
              local: {base_url: 'http://c', models: ['llama-*']}
            """;

    @TempDir
    private Path folder;

    @Test
    void takesFromTheDefaultsWhatARuleLeavesOut() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                timeouts: {first_token_seconds: 90, answer_seconds: 800}
                resilience: {attempts_max: 4, hedge_after_seconds: 9, hedge_answer_seconds: 8, rescue: false}
                rules:
                  - models: [gpt-5]
                  - models: [gpt-4.1]
                    attempts_max: 5
                    first_token_seconds: 60
                    answer_seconds: 300
                    hedge_after_seconds: 0
                    hedge_answer_seconds: 7
                    rescue: true
                    reroute_filtered: true
                  - {models: [gpt-4o], hedge: false}
                """;

        // When
        List<ModelRule> rules = new Loading(folder, yaml).settings().routing().rules();

        // Then
        assertThat(rules)
                .extracting(ModelRule::rule)
                .containsExactly(
                        new Rule(4, 90_000, 800_000, 9_000, 8_000, false, false),
                        new Rule(5, 60_000, 300_000, 0, 7_000, true, true),
                        new Rule(4, 90_000, 800_000, 0, 0, false, false));
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4.1, at any: gpt-4.1",
        "openai/gpt-4.1, at openai: gpt-4.1",
        "openai/gpt-oss-120b, at any: openai/gpt-oss-120b",
        "groq/openai/gpt-oss-120b, at groq: openai/gpt-oss-120b",
        "groq/what-only-its-listing-has, at groq: what-only-its-listing-has",
        "llama-9, at any: llama-9",
        "sim/sim-fast, at sim: sim-fast",
        "sim-fast, at any: sim-fast",
        "sim-anything, at any: sim-anything"
    })
    void knowsWhatAFallbackMeans(String written, String meant) throws IOException {
        Settings settings = new Loading(
                        folder, PROVIDERS + "rules: [{models: [gpt-5], fallbacks: ['" + written + "']}]")
                .settings();
        assertThat(chain(settings, 0)).containsExactly(meant);
    }

    @Test
    void followsFallbacksToTheirOwnRulesDepthFirst() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                rules:
                  - {models: [gpt-5], fallbacks: [gpt-4.1, gpt-4o, sim-fast]}
                  - {models: [gpt-4.1], fallbacks: [groq/openai/gpt-oss-120b, gpt-4o]}
                  - {models: [openai/gpt-oss-*], fallbacks: [llama-9]}
                  - {models: ['gpt-*'], fallbacks: [gpt-5-mini, llama-9]}
                """;

        // When
        Settings settings = new Loading(folder, yaml).settings();

        // Then
        assertThat(chain(settings, 0))
                .containsExactly(
                        "at any: gpt-4.1",
                        "at groq: openai/gpt-oss-120b",
                        "at any: llama-9",
                        "at any: gpt-4o",
                        "at any: gpt-5-mini",
                        "at any: sim-fast");
        assertThat(chain(settings, 3)).containsExactly("at any: gpt-5-mini", "at any: llama-9");
    }

    @Test
    void endsAChainAtAFallbackThatItsOwnRuleCovers() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                rules:
                  - {models: [gpt-4o], fallbacks: [groq/gpt-4o, openai/gpt-4.1]}
                  - {models: ['*'], fallbacks: [sim/sim-fast]}
                """;

        // When
        Settings settings = new Loading(folder, yaml).settings();

        // Then
        assertThat(chain(settings, 0)).containsExactly("at groq: gpt-4o", "at openai: gpt-4.1", "at sim: sim-fast");
        assertThat(chain(settings, 1)).containsExactly("at sim: sim-fast");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{fallbacks: [gpt-5]} | [0].models must name at least one model, or \"*\" for all",
                "{models: []} | [0].models must name at least one model, or \"*\" for all",
                "{models: gpt-5} | [0].models must be a list of texts",
                "{models: ['']} | [0].models must be a list of texts",
                "{models: ['gpt-*-mini']} | [0].models holds 'gpt-*-mini', but a * may only stand at the end of a name",
                "{model: [gpt-5]} | [0].models must name at least one model, or \"*\" for all",
                "{models: [a], fallback: [gpt-5]} | [0].fallback is no setting; did you mean fallbacks?",
                "{models: [a], fallbacks: gpt-5} | [0].fallbacks must be a list of texts",
                "{models: [a], fallbacks: ['gpt-5-*']} | [0].fallbacks names 'gpt-5-*', which is no single model: write one id",
                "{models: [a]}, 5 | [1] must be a mapping of keys to values",
                "{models: [a], attempts_max: 0} | [0].attempts_max is 0 but must lie between 1 and 10",
                "{models: [a], attempts_max: 11} | [0].attempts_max is 11 but must lie between 1 and 10",
                "{models: [a]}, {models: [b], first_token_seconds: 0} | [1].first_token_seconds is 0 but must lie between 1 and"
                        + " 3600",
                "{models: [a], answer_seconds: -1} | [0].answer_seconds is -1 but must lie between 1 and 7200",
                "{models: [a], hedge_after_seconds: -1} | [0].hedge_after_seconds is -1 but must lie between 0 and 3600",
                "{models: [a], hedge: 5} | [0].hedge must be true or false",
                "{models: [a], hedge: false, hedge_answer_seconds: 5} | [0].hedge is false, so there is nothing to time: take it"
                        + " or the seconds out",
                "{models: [a], hedge: true, hedge_after_seconds: 0, hedge_answer_seconds: 0} | [0].hedge is true, but no time is"
                        + " set: add hedge_after_seconds or hedge_answer_seconds here",
                "{models: [a], rescue: maybe} | [0].rescue must be true or false",
                "{models: [gpt-5], fallbacks: [gpt-5]} | [0].fallbacks lead in a circle, gpt-5 -> gpt-5: take one of them out",
                "{models: [gpt-5], fallbacks: [gpt-4.1]}, {models: [gpt-4.1], fallbacks: [gpt-4o, gpt-5]} | [0].fallbacks lead in"
                        + " a circle, gpt-5 -> gpt-4.1 -> gpt-5: take one of them out",
                "{models: [gpt-5], fallbacks: [gpt-4.1]}, {models: [gpt-4.1], fallbacks: [llama-3]}, {models: ['llama-*'],"
                        + " fallbacks: [openai/gpt-4.1]} | [1].fallbacks lead in a circle, openai/gpt-4.1 -> llama-3 ->"
                        + " openai/gpt-4.1: take one of them out"
            })
    void saysInOneSentenceWhatIsWrongWithARule(String rules, String message) throws IOException {
        assertThat(new Loading(folder, PROVIDERS + "rules: [" + rules + "]").refusal())
                .isEqualTo("FILE: rules" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gpt-9x | : write gpt-5, or provider/model for what no list has",
                "GPT-4.1 | : write gpt-4.1, or provider/model for what no list has",
                "totally-different-thing-altogether | : write an id that one lists, or provider/model for what no list has",
                "openai/ | : write an id that one lists, or provider/model for what no list has",
                "grok/some-model | , and there is no provider grok: write groq/some-model",
                "opnai/gpt-oss-120b | , and there is no provider opnai: write openai/gpt-oss-120b",
                "meta/x | , and there is no provider meta: write one of openai, groq, local before the /",
                "sim/sim-fast | while the simulator is off: set simulator.enabled to true, or take it out"
            })
    void saysWhatAFallbackMayHaveMeant(String fallback, String cure) throws IOException {
        String yaml =
                PROVIDERS + "simulator: {enabled: false}\nrules: [{models: [a], fallbacks: ['" + fallback + "']}]";
        String said = new Loading(folder, yaml).refusal();
        String expected = "FILE: rules[0].fallbacks names '" + fallback + "', which no provider lists";
        assertThat(said).isEqualTo(expected + (cure.startsWith("while") ? " " : "") + cure);
    }

    @Test
    void loadsTheExamplesOfTheDocumentation() throws IOException {
        // Given
        String examples = Pattern.compile("(?ms)^```yaml$(.*?)^```$")
                .matcher(Files.readString(Path.of("docs/fallbacks.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());

        // When
        Settings settings = new Loading(folder, examples).settings();

        // Then
        assertThat(settings.routing().models()).isNotEmpty();
        assertThat(settings.routing().rules()).hasSize(3);
        assertThat(chain(settings, 0))
                .containsExactly(
                        "at any: gpt-4.1",
                        "at any: gemini-2.5-pro",
                        "at groq: openai/gpt-oss-120b",
                        "at sim: sim-fast");
    }

    @Test
    void refusesWhatIsNoList() throws IOException {
        assertThat(new Loading(folder, "rules: {models: [a]}").refusal())
                .isEqualTo("FILE: rules must be a list of mappings");
    }

    @Test
    void boundsRulesAndWhatTheyLeadTo() throws IOException {
        // Given
        String many = "rules: [" + "{models: [a]},".repeat(RoutingReader.ENTRIES_MAX + 1) + "]";
        String far = IntStream.rangeClosed(0, FallbackChains.MODELS_MAX)
                .mapToObj(i -> "sim/m" + i)
                .collect(Collectors.joining(", ", "rules: [{models: [a], fallbacks: [", "]}]"));

        // When
        String tooMany = new Loading(folder, many).refusal();
        String tooFar = new Loading(folder, far).refusal();

        // Then
        assertThat(tooMany)
                .isEqualTo("FILE: rules holds 1001 entries, but may hold 1000: a * at a name's end saves some");
        assertThat(tooFar).isEqualTo("FILE: rules[0].fallbacks lead to 33 models, but may lead to 32: take some out");
    }

    private static List<String> chain(Settings settings, int rule) {
        return settings.routing().rules().get(rule).fallbacks().stream()
                .map(fallback -> switch (fallback) {
                    case Fallback.Listed(String id) -> "at any: " + id;
                    case Fallback.At(String provider, String model) -> "at " + provider + ": " + model;
                })
                .toList();
    }
}
