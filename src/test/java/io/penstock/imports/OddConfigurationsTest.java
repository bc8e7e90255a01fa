package io.penstock.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a file is told in a sentence with its place; what is wrong with a part of it costs that part alone. */
class OddConfigurationsTest {
    private static final String GOOD = "{model: openai/gpt-4o}";

    @TempDir
    Path folder;

    static Stream<Arguments> files() {
        String anchors = Stream.iterate(1, i -> i + 1)
                .limit(12)
                .map(i -> "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n")
                .reduce("a0: &a0 [x]\n", String::concat);
        return Stream.of(
                Arguments.of("model_list: [", "not valid YAML at line 1"),
                Arguments.of("", "no LiteLLM configuration"),
                Arguments.of("- 1\n- 2", "no LiteLLM configuration"),
                Arguments.of("providers: {openai: {}}", "it has no model_list"),
                Arguments.of("model_list: []\nmodel_list: []", "holds a key twice in one mapping at line 2"),
                Arguments.of("model_list: []\n? [a, b]\n: 1", "holds a key that is no word"),
                Arguments.of("model_list: []\n--- \nmodel_list: []", "not valid YAML"),
                Arguments.of("model_list: []\n" + anchors, "take its anchors apart"),
                Arguments.of("model_list: &a [*a]", "take its anchors apart"),
                Arguments.of("model_list: []\nb: !!java.net.URL [http://h]", "not valid YAML at line 2"),
                Arguments.of("model_list: " + "[".repeat(100) + "]".repeat(100), "not valid YAML"),
                Arguments.of("model_list: []\n#" + "x".repeat(YamlTree.BYTES_MAX), "longer than"),
                Arguments.of("include: [absent.yaml]", "absent.yaml cannot be read"),
                Arguments.of("include: [\"a\\0b\"]", "no path of a file"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileThatIsNoneIsToldInOneSentence(String yaml, String words) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);

        // When
        ImportException refusal = catchThrowableOfType(ImportException.class, () -> LiteLlm.read(file, Map.of()));

        // Then
        assertThat(refusal).hasMessageContaining(words);
        assertThat(refusal.getMessage().lines()).hasSize(1);
    }

    @Test
    void aFileThatIsNotThereOrNoTextIsTold() throws Exception {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0});
        assertThat(catchThrowableOfType(
                        ImportException.class, () -> LiteLlm.read(folder.resolve("absent.yaml"), Map.of())))
                .hasMessageContaining("cannot be read");
        assertThat(catchThrowableOfType(ImportException.class, () -> LiteLlm.read(binary, Map.of())))
                .hasMessageContaining("no UTF-8 text");
    }

    static Stream<Arguments> parts() {
        return Stream.of(shapes(), values(), settings()).flatMap(each -> each);
    }

    private static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("- 5", "model_list[0] is no mapping"),
                Arguments.of("- {litellm_params: " + GOOD + "}", "model_list[0].model_name is missing"),
                Arguments.of("- {model_name: a}", "model_list[0].litellm_params.model is missing"),
                Arguments.of("- {model_name: a, litellm_params: [1]}", "model_list[0].litellm_params is no mapping"),
                Arguments.of(
                        "- {model_name: [a], litellm_params: " + GOOD + "}", "model_list[0].model_name is no text"),
                Arguments.of(item("model: nobody/m"), "litellm_params.model names a provider that is not known here"),
                Arguments.of(item("model: some-model"), "litellm_params.model names no provider"),
                Arguments.of(item("model: openai/"), "litellm_params.model names no model"),
                Arguments.of(item("model: \"openai/a*b\""), "has a * that is not at its end"),
                Arguments.of(item("model: lm_studio/m"), "api_base is missing, and no address"));
    }

    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(item("model: openai/m, api_base: \"ftp://h\""), "api_base must begin with http"),
                Arguments.of(item("model: openai/m, api_base: \"https://u:p4ss@h/v1\""), "api_base must hold no user"),
                Arguments.of(
                        item("model: openai/m, api_base: \"https://h/v1?key=s3cret\""),
                        "api_base must hold no user, query"),
                Arguments.of(item("model: openai/m, api_base: \"https://${HOME}/v1\""), "api_base must not hold ${"),
                Arguments.of(
                        item("model: openai/m, api_base: os.environ/ABSENT"), "is read from ABSENT, which is not set"),
                Arguments.of(item("model: openai/gpt-4o, timeout: soon"), "litellm_params.timeout is no number"),
                Arguments.of(item("model: openai/gpt-4o, timeout: -3"), "litellm_params.timeout must lie between"),
                Arguments.of(
                        item("model: openai/gpt-4o, timeout: os.environ/T"), "litellm_params.timeout is in a variable"),
                Arguments.of(item("model: openai/gpt-4o, weight: -1"), "litellm_params.weight is negative"),
                Arguments.of(
                        item("model: openai/gpt-4o, order: 1e999999"), "litellm_params.order is no sensible number"),
                Arguments.of(
                        item("model: openai/gpt-4o, input_cost_per_token: -1"), "input_cost_per_token is no price"),
                Arguments.of(item("model: openai/gpt-4o, input_cost_per_token: 3"), "input_cost_per_token is no price"),
                Arguments.of(
                        item("model: openai/gpt-4o, output_cost_per_second: 1"), "is a kind of price that is not kept"),
                Arguments.of(
                        item("model: openai/gpt-4o, litellm_credential_name: x"), "names no credential of this file"),
                Arguments.of(item("model: openai/gpt-4o, organization: [a, b]"), "organization is a list"),
                Arguments.of(
                        item("model: openai/gpt-4o, frobnicate: s3cret"),
                        "litellm_params.frobnicate is not known here"),
                Arguments.of(
                        item("model: azure/m, api_base: \"https://h\", api_version: soonest"),
                        "api_version is no version"));
    }

    private static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(item("model: openai/gpt-4o") + "\nlitellm_settings: 7", "litellm_settings is no mapping"),
                Arguments.of(
                        item("model: openai/gpt-4o") + "\nrouter_settings: {fallbacks: x}", "fallbacks is no list"),
                Arguments.of(
                        item("model: openai/gpt-4o") + "\nrouter_settings: {fallbacks: [{a: [{model: b}]}]}",
                        "fallbacks[0].a[0] is no name of a model"),
                Arguments.of(
                        item("model: openai/gpt-4o") + "\nrouter_settings: {num_retries: -2}",
                        "num_retries must lie between"),
                Arguments.of(
                        item("model: openai/gpt-4o") + "\nrouter_settings: {routing_strategy: magic}",
                        "is no strategy"),
                Arguments.of(
                        item("model: openai/gpt-4o") + "\nrouter_settings: {model_group_alias: {b: c}}",
                        "model_group_alias.b leads to no model_name"),
                Arguments.of(item("model: openai/gpt-4o") + "\nfrobnicate: s3cret", "frobnicate is not known here"));
    }

    private static String item(String params) {
        return "- {model_name: a, litellm_params: {" + params + "}}";
    }

    @ParameterizedTest
    @MethodSource("parts")
    void aPartThatCannotBeIsToldWithItsPlaceAndNoValue(String yaml, String words) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("config.yaml"), "model_list:\n" + yaml);

        // When
        Draft draft = LiteLlm.read(file, Map.of());

        // Then
        assertThat(draft.findings())
                .extracting(finding -> finding.path() + " " + finding.clause())
                .anySatisfy(told -> assertThat(told).contains(words));
        assertThat(Page.text(draft) + Page.json(draft)).doesNotContain("s3cret", "p4ss");
    }

    @Test
    void theRestOfAFileIsCarriedOverAllTheSame() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                model_list:
                  - 7
                  - {model_name: bad, litellm_params: {model: nobody/m}}
                  - {model_name: good, litellm_params: {model: gpt-4o, api_key: os.environ/OPENAI_API_KEY}}
                """);

        // When
        Draft draft = LiteLlm.read(file, Map.of());

        // Then
        assertThat(draft.deployments()).isEqualTo(3);
        assertThat(draft.rows()).extracting(Row::title).containsExactly("openai", "good");
    }

    @Test
    void namesThatAreAlikeStayApart() throws Exception {
        // Given
        StringBuilder yaml = new StringBuilder("model_list:\n");
        for (String name :
                new String[] {"My Model", "my/model", "my-model", "模型", "x".repeat(150), "x".repeat(149) + "y"}) {
            yaml.append("  - {model_name: \"")
                    .append(name)
                    .append("\", litellm_params: ")
                    .append(GOOD)
                    .append("}\n");
        }
        Path file = Files.writeString(folder.resolve("config.yaml"), yaml);

        // When
        Draft draft = LiteLlm.read(file, Map.of());

        // Then
        assertThat(draft.rows().stream()
                        .filter(row -> row.kind() == Row.Kind.RULE)
                        .map(Row::name))
                .doesNotHaveDuplicates()
                .hasSize(6)
                .allMatch(name -> name.matches("[a-z0-9][a-z0-9_-]{0,59}"));
    }
}
