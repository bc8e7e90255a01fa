package io.penstock.admin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators are told of bodies that are no JSON. */
class StrictJsonTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":NaN} | The body is no JSON (line 1, column 9): Non-standard token 'NaN'.",
                "{\"a\":-Infinity} | Non-standard token '-Infinity'.",
                "{\"a\":+1} | The body is no JSON (line 1, column",
                "{\"a\":01} | Leading zeroes not allowed.",
                "{\"a\":.5} | The body is no JSON (line 1, column",
                "{'a':1} | The body is no JSON (line 1, column 2): Unexpected character",
                "{\"a\":\"\\x\"} | Unrecognized character escape 'x' (code 120).",
                "{\"a\":1 | It ends too early.",
                "{\"a\":\"b | It ends too early.",
                "{} {} | The body is no JSON (line 1, column 4): Something follows behind its end.",
                "{\"a\":1,\"a\":2} | Duplicate field 'a'.",
                "{\"a\":/* */1} | maybe a (non-standard) comment?",
                "nope | Unrecognized token 'nope'"
            })
    void nameThePlaceAndTheMistakeWithoutTheParsersOwnWords(String body, String sentence) {
        assertThatThrownBy(() -> StrictJson.body(Buffer.buffer(body)))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("The body is no JSON (line 1, column ")
                .hasMessageContaining(sentence)
                .message()
                .doesNotContain("`", "Feature", "fasterxml", "enable", "()");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"a\":', '[', It is nested more than 100 deep.",
        "'{\"a\":', 1, A number or a text in it is too long."
    })
    void tellTheBoundThatIsPassed(String before, String repeated, String sentence) {
        assertThatThrownBy(() -> StrictJson.body(Buffer.buffer(before + repeated.repeat(2_000) + "}")))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("The body is no JSON (line 1, column ")
                .hasMessageEndingWith("): " + sentence);
    }
}
