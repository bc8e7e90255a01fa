package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shape saves work and decides nothing. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventShapeTest {

    @Test
    void readsEveryStreamAsItIsReadWithoutShapes() {
        Seeded.check(4_000, random -> {
            // Given
            List<String> events = new ChunkStreams(random).next();
            Reading plain = new Reading(false).events(events);

            // When
            Reading shaped = new Reading(true).events(events);

            // Then
            assertThat(shaped.states).as(String.join("\n", events)).isEqualTo(plain.states);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"x\",\"n\":1} | {\"a\":\"another\",\"n\":22} | true",
                "{\"a\":\"x\",\"n\":1} | {\"a\":\"\",\"n\":1} | true",
                "{\"a\":\"x\"} | {\"a\":\"\\\"b\\\\\"} | true",
                "{\"a\" : \"x\"} | {\"a\" : \"y\"} | true",
                "{\"a\":\"x\"} | {\"b\":\"x\"} | false",
                "{\"a\":\"\"} | {\"a\":\"x\"} | false",
                "{\"a\":\"x\"} | {\"a\":null} | false",
                "{\"a\":null} | {\"a\":\"x\"} | false",
                "{\"a\":1} | {\"a\":null} | false",
                "{\"a\":\"x\",\"b\":1} | {\"a\":\"x\"} | false",
                "{\"a\":\"\\u00e9\"} | {\"a\":\"\\u00zz\"} | false",
                "{\"a\":\"\u00e9\"} | {\"a\":\"\u00ea\"} | true",
                "{\"a\":\"x\"} | {\"a\":\"\uD83D\uDE00\"} | true",
                "{\"a\":1,\"b\":2} | {\"a\":1 ,\"b\":2} | false",
                "{\"a\":1} | {\"a\":1,\"b\":2} | false",
                "{\"a\":\"x\\\\\"} | {\"a\":\"x\\\\y\"} | false",
                "{\"a\":\"x | {\"a\":\"y\",\"b\":1} | false",
                "{\"a\":\"x\\ | {\"a\":\"y\",\"b\":1} | false",
                "{\"a\":\"x\":1} | {\"a\":\"y\":1} | false",
                "{\"a\":[\"x\"]} | {\"a\":[\"y\"]} | false"
            })
    void matchesWhatDiffersInNothingButValues(String taken, String other, boolean matches) {
        // Given
        EventShape shape = new EventShape();
        byte[] bytes = taken.getBytes(UTF_8);
        shape.take(bytes, 0, bytes.length, -1);
        byte[] behind = ("#" + other + "\",1}").getBytes(UTF_8);

        // When
        boolean matched = shape.matches(behind, 1, 1 + other.getBytes(UTF_8).length);

        // Then
        assertThat(matched).isEqualTo(matches);
    }

    @Test
    void staysWithinItsBounds() {
        // Given
        EventShape shape = new EventShape();
        byte[] long1 = ("{\"a\":\"" + "x".repeat(EventShape.BYTES_MAX) + "\"}").getBytes(UTF_8);
        byte[] many = ("{" + "\"a\":1,".repeat(EventShape.VALUES_MAX) + "\"b\":2}").getBytes(UTF_8);
        byte[] other = ("{" + "\"a\":1,".repeat(EventShape.VALUES_MAX) + "\"b\":3}").getBytes(UTF_8);

        // When
        shape.take(long1, 0, long1.length, -1);

        // Then
        assertThat(shape.matches(long1, 0, long1.length)).isFalse();
        shape.take(many, 0, many.length, -1);
        assertThat(shape.matches(many, 0, many.length)).isTrue();
        assertThat(shape.matches(other, 0, other.length)).isFalse();
    }
}
