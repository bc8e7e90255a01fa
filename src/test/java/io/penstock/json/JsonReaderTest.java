package io.penstock.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.Seeded;
import io.penstock.chat.Slice;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final ObjectMapper JACKSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Test
    void readsWhatJacksonReads() {
        Seeded.check(2000, random -> {
            // Given
            String json = " " + new AnyJson(random).value(5) + "\n";
            byte[] bytes = ("xx" + json + "yy").getBytes(UTF_8);

            // When
            JsonValue value = JsonReader.read(bytes, 2, bytes.length - 2);

            // Then
            assertThat(value).as(json).isNotNull();
            assertThat(value.raw().text()).isEqualTo(json.strip());
            assertSame(value, JACKSON.readTree(json));
        });
    }

    @Test
    void refusesWhatJacksonRefuses() {
        Seeded.check(3000, random -> {
            // Given
            byte[] bytes = new AnyJson(random).members(4).getBytes(UTF_8);
            for (int left = 1 + random.nextInt(2); left > 0; left--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]\",:01\\.-\u0001tn".charAt(random.nextInt(15));
            }
            byte[] cut = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
            // A character cut in two is no text, of which Jackson speaks only where it decodes it.
            cut = new String(cut, UTF_8).replace("\ufffd", "?").getBytes(UTF_8);

            // When
            JsonValue value = JsonReader.read(cut, 0, cut.length);

            // Then
            JsonNode expected = jackson(cut);
            if (expected == null) {
                assertThat(value).as(new String(cut, UTF_8)).isNull();
            } else {
                assertThat(value).as(new String(cut, UTF_8)).isNotNull();
                assertSame(value, expected);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{}{}",
                "{\"a\":1",
                "{a:1}",
                "[1,]",
                "nul",
                "01",
                "\"\\x\"",
                "\"a",
                "{\"a\":1}]",
                "'a'",
                "NaN",
                "{}\u00e9",
                "1.",
                "-",
                "1e+",
                "\"\\u00g0\"",
                "\"\\"
            })
    void whatIsMalformedIsNothing(String json) {
        // Given
        byte[] bytes = json.getBytes(UTF_8);

        // Then
        assertThat(JsonReader.read(bytes, 0, bytes.length)).isNull();
    }

    @Test
    void nestingIsBounded() {
        // Given
        int most = JsonReader.NESTING_MAX;
        byte[] deep = ("[".repeat(most) + "]".repeat(most)).getBytes(UTF_8);
        byte[] deeper = ("[".repeat(most + 1) + "]".repeat(most + 1)).getBytes(UTF_8);

        // Then
        assertThat(JsonReader.read(deep, 0, deep.length)).isNotNull();
        assertThat(JsonReader.read(deeper, 0, deeper.length)).isNull();
    }

    @Test
    void ofManyMembersEachIsFoundAndTheLastOfTwoHolds() {
        for (int members : List.of(1, 4, 16, 17, 500)) {
            // Given
            StringBuilder json = new StringBuilder("{");
            for (int member = 0; member < members; member++) {
                json.append("\"m").append(member).append("\":0,");
            }
            for (int member = members - 1; member >= 0; member--) {
                json.append("\"m").append(member).append("\":").append(member).append(member == 0 ? "}" : ",");
            }

            // When
            JsonValue.Obj object = JsonReader.object(json.toString());

            // Then
            assertThat(object.names()).hasSize(members).startsWith("m0").endsWith("m" + (members - 1));
            for (int member = 0; member < members; member++) {
                assertThat(object.integer("m" + member)).isEqualTo(member);
            }
            assertThat(object.has("m" + members)).isFalse();
            assertThat(object.isEmpty()).isFalse();
        }
    }

    @Test
    void aNameIsItselfWhateverWasReadBefore() {
        Seeded.check(300, random -> {
            // Given
            String name = Integer.toString(random.nextInt(5000), 36) + "\u00e9".repeat(random.nextInt(2));

            // When
            JsonValue.Obj object = JsonReader.object("{\"" + name + "\":1}");

            // Then
            assertThat(object.names()).containsExactly(name);
        });
    }

    @Test
    void aNumberKeepsItsDigits() {
        // Given
        String digits = "1234567890".repeat(20) + ".10";

        // When
        JsonValue.Obj object = JsonReader.object("{\"n\":" + digits + ",\"whole\":1.0,\"much\":9223372036854775808}");

        // Then
        assertThat(object.get("n").raw().text()).isEqualTo(digits);
        assertThat(object.integer("n")).isNull();
        assertThat(object.integer("whole")).isEqualTo(1);
        assertThat(object.integer("much")).isNull();
    }

    @Test
    void aPictureIsNotCopied() {
        // Given
        byte[] body = ("{\"data\":\"" + "QUJD".repeat(100_000) + "\"}").getBytes(UTF_8);

        // When
        JsonValue.Obj object = JsonReader.object(body, 0, body.length);
        Slice data = ((JsonValue.Text) object.get("data")).plain();

        // Then
        assertThat(data.array()).isSameAs(body);
        assertThat(data.length()).isEqualTo(400_000);
        assertThat(data.from()).isEqualTo(9);
    }

    @Test
    void aTextWithEscapesIsDecodedIntoAnArrayOfItsOwn() {
        // Given
        byte[] body = "{\"data\":\"QU\\/JD\"}".getBytes(UTF_8);

        // When
        Slice data = ((JsonValue.Text) JsonReader.object(body, 0, body.length).get("data")).plain();

        // Then
        assertThat(data.text()).isEqualTo("QU/JD");
        assertThat(data.array()).isNotSameAs(body);
    }

    private static JsonNode jackson(byte[] bytes) throws IOException {
        try {
            JsonNode node = JACKSON.readTree(new String(bytes, UTF_8));
            return node == null || node.isMissingNode() ? null : node;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void assertSame(JsonValue value, JsonNode node) {
        switch (value) {
            case JsonValue.Obj object -> {
                List<String> names = new ArrayList<>();
                node.fieldNames().forEachRemaining(names::add);
                assertThat(object.names()).containsExactlyElementsOf(names);
                for (String name : names) {
                    JsonValue member = object.get(name);
                    assertThat(member == null).isEqualTo(node.get(name).isNull());
                    if (member != null) {
                        assertSame(member, node.get(name));
                    }
                }
            }
            case JsonValue.Arr array -> {
                assertThat(node.isArray()).isTrue();
                assertThat(array.items()).hasSize(node.size());
                for (int index = 0; index < node.size(); index++) {
                    assertSame(array.items().get(index), node.get(index));
                }
            }
            case JsonValue.Text text -> assertThat(text.value()).isEqualTo(node.textValue());
            case JsonValue.Num number ->
                assertThat(new BigDecimal(number.raw().text())).isEqualByComparingTo(node.decimalValue());
            case JsonValue.Bool flag -> assertThat(flag.value()).isEqualTo(node.booleanValue());
            case JsonValue.Null nothing -> assertThat(node.isNull()).isTrue();
        }
    }
}
