package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedCatalogsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: m, prices: {input: -1} | prices.input is -1 but must lie between 0 and 10000 dollars per million tokens",
                "id: m, prices: {output: 10000.01} | prices.output is 10000.01 but must lie between 0 and 10000 dollars per"
                        + " million tokens",
                "id: m, prices: {input: 1e999999999} | prices.input is 1E+999999999 but must lie between 0 and 10000 dollars"
                        + " per million tokens",
                "id: m, prices: {input: free} | prices.input must be a number",
                "id: m, prices: {input: '1'} | prices.input must be a number",
                "id: m, prices: {imput: 1} | prices.imput is no setting; did you mean input?",
                "id: m, prices: {} | prices holds no price: write one, or take it out",
                "id: m, prices: [{input: 1}, {input: 2}] | prices[1] stands for the same case as one before it: keep one",
                "id: m, prices: [{input: 1, above_input_tokens: 0}] | prices[0].above_input_tokens is 0 but must lie between 1"
                        + " and 100000000",
                "id: m, prices: {input: 1, from: tomorrow} | prices.from is \"tomorrow\" but must be a day, such as 2026-12-31",
                "id: m, prices: 5 | prices must be a mapping of keys to values",
                "id: m, context_tokens: 0 | context_tokens is 0 but must lie between 1 and 100000000",
                "id: m, context_tokens: 100000001 | context_tokens is 100000001 but must lie between 1 and 100000000",
                "id: m, output_tokens_max: -5 | output_tokens_max is -5 but must lie between 1 and 10000000",
                "id: m, capabilities: [tools, tols] | capabilities[1] is \"tols\" but must be one of tools, vision, json_schema,"
                        + " reasoning, embeddings, image, audio",
                "id: m, shutdown: 2026-13-01 | shutdown is \"2026-13-01\" but must be a day, such as 2026-12-31",
                "id: m, successr: x | successr is no setting; did you mean successor?",
                "id: m, responses_only: 1 | responses_only must be true or false",
                "id: m, aliases: ['a*'] | aliases is 'a*', but here stands one model: write its whole id"
            })
    void nameModelAndField(String row, String message) throws IOException {
        assertThat(refusal("models: {up: [{models: [{" + row + "}]}]}")).isEqualTo("MINE: up/m: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models: {up: [{models: [{id: m}, {id: m}]}]} | up/m has an id that stands twice, m: keep one",
                "models: {up: [{models: [{id: m}]}, {models: [{id: n, aliases: [m]}]}]} | up/n has an id that stands twice, m:"
                        + " keep one",
                "models: {openai: [{models: [{id: n, aliases: [gpt-4o]}]}]} | openai/n has an id that stands twice, gpt-4o:"
                        + " keep one",
                "models: {up: [{models: [{prices: {input: 1}}]}]} | up/models.up[0].models[0]: id must not be empty",
                "models: {up: [{modells: []}]} | models.up[0].modells is no setting; did you mean models?",
                "models: {up: [{context_tokens: 0}]} | models.up[0].context_tokens is 0 but must lie between 1 and 100000000",
                "models: {up: {models: []}} | models.up must be a list of mappings",
                "models: {Up: []} | models.Up is no provider name: use lower-case letters, digits, - and _",
                "modells: {} | modells is no setting; did you mean models?",
                "currency: CNY | currency is \"CNY\" but must be one of USD",
                "gone: {up: [{id: 'a*b'}]} | up/a*b: id holds 'a*b', but a * may only stand at the end of a name",
                "models: [] | models must be a mapping of keys to values",
                "models: {} | the file holds no models: write some below models, or do not name the file",
                "# nothing | the file holds no models: write some below models, or do not name the file"
            })
    void nameWhatIsWrongWithTheWhole(String yaml, String message) throws IOException {
        assertThat(refusal(yaml)).isEqualTo("MINE: " + message);
    }

    @Test
    void areThoseThatLeaveLessThanHalfOfTheModels() throws IOException {
        assertThat(refusal("""
                gone:
                  openai: [{id: '*'}]
                  anthropic: [{id: '*'}]
                  bedrock: [{id: '*'}]
                  gemini: [{id: '*'}]
                """)).matches("MINE: gone would leave \\d+ of \\d+ models, less than half: take some out");
    }

    @Test
    void areThoseThatAreNoYaml() throws IOException {
        assertThat(refusal("models:\n\tx: 1\n"))
                .startsWith("MINE: the file is not valid YAML at line 2")
                .hasLineCount(1);
        assertThat(refusal("models: {up: [{models: [{id: m, id: m}]}]}"))
                .startsWith("MINE: the file is not valid YAML at line 1")
                .hasLineCount(1);
        assertThat(refusal("[".repeat(100_000))).startsWith("MINE: the file ").hasLineCount(1);
        assertThat(refusal("#\n".repeat(YamlText.BYTES_MAX / 2 + 1)))
                .isEqualTo("MINE: the file is longer than 5242880 bytes: take something out");
        assertThat(refusal("#".repeat((1 << 20) + 1)))
                .isEqualTo("MINE: the file holds a line of more than 1048576 bytes: break it");
    }

    private String refusal(String yaml) throws IOException {
        Path mine = Files.writeString(folder.resolve("mine.yaml"), yaml);
        return new Loading(folder, "models_catalog: " + mine).refusal().replace(mine.toString(), "MINE");
    }
}
