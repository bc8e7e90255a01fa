package io.penstock.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.Seeded;
import io.penstock.chat.Slice;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();

    @Test
    void whatIsWrittenIsReadByJacksonAsItWas() {
        Seeded.check(2000, random -> {
            // Given
            String text = chars(random);
            JsonWriter out = new JsonWriter(random.nextInt(8));

            // When
            out.object().put(text, text).array("items").item(text).item("").endArray();
            out.raw("raw", Slice.of("[1, 2]"))
                    .put("none", (String) null)
                    .putNull("null")
                    .endObject();

            // Then
            JsonNode node = JACKSON.readTree(out.toBuffer().getBytes());
            assertThat(node.get(text).textValue()).isEqualTo(text);
            assertThat(node.get("items").get(0).textValue()).isEqualTo(text);
            assertThat(node.get("items")).hasSize(2);
            assertThat(node.get("raw").get(1).intValue()).isEqualTo(2);
            assertThat(node.has("none")).isFalse();
            assertThat(node.get("null").isNull()).isTrue();
        });
    }

    @Test
    void halfASurrogatePairIsWrittenAsAnEscape() {
        // When
        String json = new JsonWriter().object().put("a", "x\ud83dy").endObject().toString();

        // Then
        assertThat(json).isEqualTo("{\"a\":\"x\\ud83dy\"}");
    }

    @Test
    void valuesAreWrittenAgainAsTheyStood() {
        Seeded.check(500, random -> {
            // Given
            byte[] json = new AnyJson(random).members(4).getBytes(UTF_8);
            JsonValue.Obj object = JsonReader.object(json, 0, json.length);

            // When
            JsonWriter out = new JsonWriter().object();
            object.names()
                    .forEach(name -> out.raw(
                            name,
                            object.get(name) == null
                                    ? Slice.of("null")
                                    : object.get(name).raw()));
            out.endObject();

            // Then
            assertThat(JACKSON.readTree(out.toString())).isEqualTo(JACKSON.readTree(json));
        });
    }

    @Test
    void numbersAreWrittenWithoutAFractionWhereTheyAreWhole() {
        // When
        String json = new JsonWriter()
                .object()
                .put("a", 1.0)
                .put("b", (Number) 0.1)
                .put("c", 12L)
                .put("d", (Double) null)
                .put("e", (Number) Integer.MAX_VALUE)
                .endObject()
                .toString();

        // Then
        assertThat(json).isEqualTo("{\"a\":1,\"b\":0.1,\"c\":12,\"e\":2147483647}");
    }

    @Test
    void aPictureIsWrittenBehindItsPrefix() {
        // Given
        byte[] body = "....QUJD....".getBytes(UTF_8);

        // When
        String json = new JsonWriter(1)
                .object()
                .plain("url", "data:image/png;base64,", new Slice(body, 4, 8))
                .put("after", 1L)
                .endObject()
                .toString();

        // Then
        assertThat(json).isEqualTo("{\"url\":\"data:image/png;base64,QUJD\",\"after\":1}");
    }

    /** Whole characters of all planes, controls and what must be escaped. */
    private static String chars(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            int point = random.nextInt(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x80;
                        case 1 -> 0x800;
                        case 2 -> 0xD800;
                        default -> 0x110000;
                    });
            text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? '"' : point);
        }
        return text.toString();
    }
}
