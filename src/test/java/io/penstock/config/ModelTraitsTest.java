package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.routing.ModelTraits;
import io.penstock.routing.NamePattern;
import io.penstock.routing.Prefill;
import io.penstock.routing.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ModelTraitsTest {
    @TempDir
    private Path folder;

    @Test
    void areReadInTheirOrder() throws IOException {
        // When
        Settings settings = new Loading(folder, """
                models:
                  openai/gpt-4.1: {context_tokens: 1047576}
                  deepseek/deepseek-*: {prefill: prefix, idle_seconds: 60, headers_seconds: 50}
                  gpt-5:
                """).settings();

        // Then
        assertThat(settings.routing().models())
                .containsExactly(
                        new ModelTraits(new NamePattern("openai/gpt-4.1"), 1_047_576, null, 0, 0),
                        new ModelTraits(new NamePattern("deepseek/deepseek-*"), 0, Prefill.PREFIX, 50, 60),
                        new ModelTraits(new NamePattern("gpt-5"), 0, null, 0, 0));
    }

    @Test
    void haveTheTimeoutsForADefault() throws IOException {
        Settings settings = new Loading(folder, "timeouts: {headers_seconds: 7, idle_seconds: 8}").settings();
        assertThat(settings.routing().traits()).isEqualTo(new Traits(0, Prefill.NONE, 7, 8));
        assertThat(settings.routing().models()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void knowEveryPrefillByItsName(Prefill prefill) throws IOException {
        String word = prefill.name().toLowerCase(Locale.ROOT);
        Settings settings = new Loading(folder, "models: {a: {prefill: " + word + "}}").settings();
        assertThat(settings.routing().models().getFirst().prefill()).isEqualTo(prefill);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a] | models must be a mapping of keys to values",
                "{a: b} | models.a must be a mapping of keys to values",
                "{a: {prefil: plain}} | models.a.prefil is no setting; did you mean prefill?",
                "{a: {prefill: yes-please}} | models.a.prefill is \"yes-please\" but must be one of none, plain, prefix, partial,"
                        + " continue",
                "{a: {prefill: NONE}} | models.a.prefill is \"NONE\" but must be one of none, plain, prefix, partial, continue",
                "{a: {prefill: true}} | models.a.prefill must be a text",
                "{openai/gpt-4.1: {context_tokens: 0}} | models.openai/gpt-4.1.context_tokens is 0 but must lie between 1 and"
                        + " 100000000",
                "{a: {context_tokens: 128k}} | models.a.context_tokens must be a whole number",
                "{a: {idle_seconds: 0}} | models.a.idle_seconds is 0 but must lie between 1 and 3600",
                "{a: {headers_seconds: 3601}} | models.a.headers_seconds is 3601 but must lie between 1 and 3600",
                "{'a*b': {}} | models.a*b holds 'a*b', but a * may only stand at the end of a name",
                "{'': {}} | models. holds an empty name, or one of more than 200 characters"
            })
    void areRefusedInOneSentence(String models, String message) throws IOException {
        assertThat(new Loading(folder, "models: " + models).refusal()).isEqualTo("FILE: " + message);
    }

    @Test
    void areRefusedWhereAKeyStandsTwice() throws IOException {
        assertThat(new Loading(folder, "models:\n  a: {}\n  b: {}\n  a: {}\n").refusal())
                .startsWith("FILE: the file is not valid YAML at line 4")
                .contains("'a'")
                .hasLineCount(1);
    }
}
