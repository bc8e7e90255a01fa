package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.penstock.provider.Provider;
import io.penstock.routing.Choice;
import io.penstock.routing.Fallback;
import io.penstock.routing.ModelRule;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Objective;
import io.penstock.routing.PowerLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChoiceRulesTest {
    private static final String PROVIDERS = """
            providers:
              openai: {base_url: 'http://a', models: [gpt-5-mini, gpt-4.1, gpt-4o]}
              groq: {base_url: 'http://b', models: [openai/gpt-oss-120b, gpt-4o], data_region: eu-1}
              local: {base_url: 'http://c', models: ['llama-*', tiny]}
            """;

    @TempDir
    private Path folder;

    @Test
    void readsEveryWordOfARule() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                rules:
                  - name: cheap_1
                    models: [auto, our-best]
                    power_level: eco
                    objective: {price: 3, quality: 1}
                    choose_from: [groq/openai/gpt-oss-120b, llama-9, 'openai/gpt-4*']
                    exclude: [gpt-4o, 'local/tiny*']
                    quality_min: 30
                    affinity: false
                    split: [{to: gpt-4.1, weight: 9}, {to: groq/new}]
                """;

        // When
        List<ModelRule> rules = new Loading(folder, yaml).settings().routing().rules();

        // Then
        assertThat(rules.getFirst().name()).isEqualTo("cheap_1");
        assertThat(rules.getFirst().reaches()).isFalse();
        assertThat(rules.getFirst().level()).isEqualTo(PowerLevel.ECO);
        assertThat(rules.getFirst().objective()).isEqualTo(new Objective(0.75, 0, 0.25));
        assertThat(rules.getFirst().choice())
                .isEqualTo(new Choice(
                        List.of(new Fallback.At("groq", "openai/gpt-oss-120b"), new Fallback.Listed("llama-9")),
                        List.of(new NamePattern("openai/gpt-4*")),
                        List.of(new NamePattern("gpt-4o"), new NamePattern("local/tiny*")),
                        List.of(),
                        List.of(
                                new Choice.Share(new Fallback.Listed("gpt-4.1"), 9),
                                new Choice.Share(new Fallback.At("groq", "new"), 1)),
                        30,
                        false));
    }

    @Test
    void readsPinsAndLeavesOutWhatARuleDoesNotSay() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                rules:
                  - {models: ['*'], objective: latency, pin: [gpt-4o, groq/gpt-4o]}
                  - {models: [gpt-4o], objective: price, attempts_max: 2}
                  - {models: [gpt-4o]}
                """;

        // When
        List<ModelRule> rules = new Loading(folder, yaml).settings().routing().rules();

        // Then
        assertThat(rules).extracting(ModelRule::name).containsExactly("rule-1", "rule-2", "rule-3");
        assertThat(rules).extracting(ModelRule::reaches).containsExactly(false, true, true);
        assertThat(rules.get(0).objective()).isEqualTo(Objective.LATENCY);
        assertThat(rules.get(0).choice().pins()).containsExactly(listed("gpt-4o"), new Fallback.At("groq", "gpt-4o"));
        assertThat(rules.get(1).choice()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shipsARuleForEachLevelThatSaysWhatTheLevelSaysAnyway(PowerLevel level) throws IOException {
        // When
        List<ModelRule> rules = new Loading(folder, "").settings().routing().rules();

        // Then
        ModelRule rule = rules.stream()
                .filter(one -> one.name().equals(level.label()))
                .findFirst()
                .orElseThrow();
        assertThat(rule.level()).isEqualTo(level);
        assertThat(rule.reaches()).isFalse();
        assertThat(rule.choice()).isNull();
        assertThat(rule.objective()).isNotNull();
        assertThat(rule.objective().price()).isCloseTo(Objective.of(level).price(), within(1e-9));
        assertThat(rule.objective().quality()).isCloseTo(Objective.of(level).quality(), within(1e-9));
        assertThat(new Loading(folder, "rules: []").settings().routing().rules())
                .isEmpty();
    }

    @Test
    void continuesFallbacksByTheRulesOfTheSameLevelAndPastThoseThatOnlyChoose() throws IOException {
        // Given
        String yaml = PROVIDERS + """
                rules:
                  - {models: ['*'], objective: price}
                  - {models: [gpt-4.1], power_level: eco, fallbacks: [llama-1]}
                  - {models: [gpt-4.1], fallbacks: [llama-2]}
                  - {models: [a], fallbacks: [gpt-4.1]}
                  - {models: [b], power_level: eco, fallbacks: [gpt-4.1]}
                  - {models: [c], power_level: precision, fallbacks: [gpt-4.1]}
                """;

        // When
        List<ModelRule> rules = new Loading(folder, yaml).settings().routing().rules();

        // Then
        assertThat(rules.get(3).fallbacks()).containsExactly(listed("gpt-4.1"), listed("llama-2"));
        assertThat(rules.get(4).fallbacks()).containsExactly(listed("gpt-4.1"), listed("llama-1"));
        assertThat(rules.get(5).fallbacks()).containsExactly(listed("gpt-4.1"), listed("llama-2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{models: [a], name: Eco} | [0].name is \"Eco\" but must be lower-case letters, digits, - and _, at most 60 of"
                        + " them",
                "{models: [a], name: x}, {models: [b], name: x} | [1].name is \"x\", as another rule's is: rename one of them",
                "{models: [a]}, {models: [b], name: rule-1} | [1].name is \"rule-1\", as another rule's is: rename one of them",
                "{models: [a], power_level: cheap} | [0].power_level is \"cheap\" but must be one of eco, balanced, precision",
                "{models: [a], objective: speed} | [0].objective is \"speed\" but must be one of price, latency, quality, balanced",
                "{models: [a], objective: {price: -1}} | [0].objective.price is -1 but must lie between 0 and 1000",
                "{models: [a], objective: {price: 1e999999999}} | [0].objective.price is 1E+999999999 but must lie between 0 and"
                        + " 1000",
                "{models: [a], objective: {price: 0, latency: 0}} | [0].objective gives weight to nothing: write one weight above"
                        + " 0",
                "{models: [a], objective: {cost: 1}} | [0].objective.cost is no setting; the settings here are price, latency,"
                        + " quality"
            })
    void saysInOneSentenceWhatIsWrongWithNamesLevelsAndObjectives(String rules, String message) throws IOException {
        assertThat(new Loading(folder, PROVIDERS + "rules: [" + rules + "]").refusal())
                .isEqualTo("FILE: rules" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{models: [auto], choose_from: []} | [0].choose_from must not be empty: name a model, or take it out",
                "{models: [auto], choose_from: [nothing-known]} | [0].choose_from names 'nothing-known', which no provider lists:"
                        + " write an id that one lists, or provider/model for what no list has",
                "{models: [auto], choose_from: ['openai/x*']} | [0].choose_from holds 'openai/x*', which matches no model that the"
                        + " catalog of models knows: name them in full",
                "{models: [gpt-4o], choose_from: [gpt-4.1]} | [0].choose_from is for calls of auto or of a name of your own, and"
                        + " models holds neither: add auto to models",
                "{models: [a], exclude: ['*']} | [0].exclude leaves nobody: take \"*\" out",
                "{models: [a], exclude: [gpt-9]} | [0].exclude names 'gpt-9', which no provider lists: write gpt-4o, or"
                        + " provider/model for what no list has",
                "{models: [a], exclude: ['claude-*']} | [0].exclude holds 'claude-*', which no provider's model matches",
                "{models: [a], exclude: ['grok/*']} | [0].exclude holds 'grok/*', which no provider's model matches",
                "{models: [a], pin: [grok/x]} | [0].pin names 'grok/x', which no provider lists, and there is no provider grok:"
                        + " write groq/x",
                "{models: [a], pin: [gpt-4o], exclude: ['openai/*', gpt-4o]} | [0].pin names 'gpt-4o', which exclude leaves out:"
                        + " take one of them out",
                "{models: [a], pin: [gpt-4o], split: [{to: gpt-4.1}]} | [0].split has nothing to share where a pin is asked"
                        + " first: take one of them out",
                "{models: [a], split: []} | [0].split must not be empty: give somebody a share, or take it out",
                "{models: [a], split: [{to: gpt-4o, weight: -1}]} | [0].split[0].weight is -1 but must lie between 0 and 1000000",
                "{models: [a], split: [{to: gpt-4o, weight: 0}]} | [0].split gives nobody a share: write one weight above 0",
                "{models: [a], split: [{weight: 1}]} | [0].split[0].to must not be empty",
                "{models: [a], split: [{to: gpt-4o}, {to: gpt-4o}]} | [0].split[1].to names 'gpt-4o', which has a share already:"
                        + " keep one",
                "{models: [a], split: [{to: gpt-9}]} | [0].split[0].to names 'gpt-9', which no provider lists: write gpt-4o, or"
                        + " provider/model for what no list has",
                "{models: [a], quality_min: 0} | [0].quality_min is 0 but must lie between 1 and 100",
                "{models: [a], affinity: often} | [0].affinity must be true or false"
            })
    void saysInOneSentenceWhatIsWrongWithAChoice(String rules, String message) throws IOException {
        assertThat(new Loading(folder, PROVIDERS + "rules: [" + rules + "]").refusal())
                .isEqualTo("FILE: rules" + message);
    }

    @Test
    void boundsWhatARuleNames() throws IOException {
        String many =
                PROVIDERS + "rules: [{models: [a], pin: [" + "gpt-4o,".repeat(ChoiceReader.ENTRIES_MAX + 1) + "]}]";
        assertThat(new Loading(folder, many).refusal())
                .isEqualTo("FILE: rules[0].pin holds 101 entries, but may hold 100: take some out");
    }

    @Test
    void loadsTheExamplesOfTheDocumentation() throws IOException {
        // Given
        String examples = Pattern.compile("(?ms)^```yaml$(.*?)^```$")
                .matcher(Files.readString(Path.of("docs/routing.md")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());

        // When
        List<ModelRule> rules =
                new Loading(folder, examples).settings().routing().rules();

        // Then
        assertThat(rules).extracting(ModelRule::name).containsExactly("cheap-chats", "canary", "our-fast", "contract");
        assertThat(rules).extracting(ModelRule::reaches).containsExactly(false, false, true, false);
    }

    @Test
    void knowsWhereAProviderKeepsData() throws IOException {
        // When
        List<Provider> providers = new Loading(folder, PROVIDERS).settings().providers();
        String bad = new Loading(folder, "providers: {p: {base_url: 'http://a', data_region: 'e u'}}").refusal();

        // Then
        assertThat(providers).extracting(Provider::dataRegion).containsExactly("", "eu-1", "");
        assertThat(providers.get(1).offer().region()).isEqualTo("eu-1");
        assertThat(bad)
                .isEqualTo("FILE: providers.p.data_region must be a word of letters, digits, -, _ and ., such as eu");
    }

    private static Fallback listed(String id) {
        return new Fallback.Listed(id);
    }
}
