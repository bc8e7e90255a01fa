package io.penstock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTextTest {
    private static final List<String> BESIDE = List.of("path", "power_level", "key");

    @Test
    void isTheMemberAsItStands() {
        Buffer body = Buffer.buffer("{\"key\": \"k\",\n \"request\" : {\"model\": \"m\",  \"x\": [1, 2.50] } }");
        assertThat(AskedText.member(body, "request")).hasToString("{\"model\": \"m\",  \"x\": [1, 2.50] }");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"model\": \"m\", \"x\": 1}                            | {\"model\": \"m\", \"x\": 1}",
                "{\"key\": \"k\", \"model\": \"m\", \"x\": 1}            | {\"model\": \"m\", \"x\": 1}",
                "{\"model\": \"m\", \"key\": {\"a\": \",\"}, \"x\": 1}   | {\"model\": \"m\", \"x\": 1}",
                "{\"model\": \"m\", \"x\": 1, \"key\": \"k\"}            | {\"model\": \"m\", \"x\": 1}",
                "{\"x\": 1, \"path\": \"/a\" , \"power_level\":\"eco\" } | {\"x\": 1}",
                "{\"\\u006bey\": \"k\", \"x\": 1}                        | {\"x\": 1}",
                "{\"key\": \"k\", \"path\": \"p\"}                       | {}",
                "{\"a\\\\\\\"\": \"k\", \"path\": \"p\", \"b\": \"key\"} | {\"a\\\\\\\"\": \"k\", \"b\": \"key\"}"
            })
    void isTheBodyWithoutWhatStandsBesideTheCall(String body, String call) {
        assertThat(AskedText.without(Buffer.buffer(body), BESIDE)).hasToString(call);
    }

    @Test
    void isNotReadFromAnotherEncoding() {
        Buffer body = Buffer.buffer().appendString("{\"request\":{}}", "UTF-16");
        assertThat(AskedText.member(body, "request")).isNull();
        assertThat(AskedText.without(body, BESIDE)).isNull();
    }
}
