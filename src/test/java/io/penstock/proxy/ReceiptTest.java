package io.penstock.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.routing.PowerLevel;
import io.penstock.routing.Target;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptTest {
    private static final Receipt RECEIPT =
            new Receipt(new Target("groq", "org/m", "m"), PowerLevel.ECO, "0.0000123", 2);
    private static final String MEMBER = ",\"_metadata\":{\"provider_used\":\"groq\",\"model_used\":\"org/m\","
            + "\"power_level\":\"eco\",\"cost_incurred\":0.0000123,\"attempts\":2}";

    @Test
    void saysNullOfWhatIsNotKnown() {
        assertThat(new Receipt(new Target("p", "a\"b", "m"), null, null, 1).member())
                .hasToString(",\"_metadata\":{\"provider_used\":\"p\",\"model_used\":\"a\\\"b\",\"power_level\":null,"
                        + "\"cost_incurred\":null,\"attempts\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1} | {\"a\":1#}",
                "{\"a\":{}} | {\"a\":{}#}",
                "` {\"a\":\"}\\n\"\r\n }\r\n\n` | ` {\"a\":\"}\\n\"\r\n #}\r\n\n`",
                "\uFEFF{\"a\":1.50} | \uFEFF{\"a\":1.50#}",
            })
    void standsAtTheEndOfAnObject(String json, String expected) {
        assertThat(RECEIPT.addedTo(Buffer.buffer(json))).hasToString(expected.replace("#", MEMBER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "}", "{}", "{ }", "[{\"a\":1}]", "data: {\"a\":1}", "{\"a\":1} x"})
    void isNotForWhatIsNoObjectWithMembers(String body) {
        Buffer buffer = Buffer.buffer(body);
        assertThat(RECEIPT.addedTo(buffer)).isSameAs(buffer);
    }
}
