package io.penstock.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytesTest {
    /** Line ends, their neighbours, the borders of the sign and plain letters. */
    private static final byte[] TRICKY = {
        '\n', '\r', 0, 9, 11, 12, 14, 0x0D - 0x80, 0x0A - 0x80, 0x7F, -1, -128, 'a', 'b'
    };

    @Test
    void findsTheSameLineEndAsALookAtEveryByte() {
        Seeded.check(3_000, random -> {
            // Given
            byte[] bytes = bytes(random, random.nextInt(40), random.nextInt(TRICKY.length) + 1);
            for (int from = 0; from <= bytes.length; from++) {
                for (int to = from; to <= bytes.length; to++) {
                    // When
                    int found = Bytes.lineEnd(bytes, from, to);

                    // Then
                    assertThat(found).isEqualTo(slowLineEnd(bytes, from, to));
                }
            }
        });
    }

    @Test
    void findsALineEndAmongAnyTwoNeighbours() {
        for (int before = 0; before < 256; before++) {
            for (int after = 0; after < 256; after++) {
                byte[] bytes = {(byte) before, (byte) after, '\n', (byte) before, (byte) after, 'x', 'y', 'z', '\r'};
                assertThat(Bytes.lineEnd(bytes, 0, bytes.length)).isEqualTo(slowLineEnd(bytes, 0, bytes.length));
            }
        }
    }

    @Test
    void comparesAPrefixOnlyWithinTheGivenRange() {
        byte[] bytes = "data: x".getBytes(ISO_8859_1);
        assertThat(Bytes.startsWith(bytes, 0, 4, "data".getBytes(ISO_8859_1))).isTrue();
        assertThat(Bytes.startsWith(bytes, 0, 3, "data".getBytes(ISO_8859_1))).isFalse();
        assertThat(Bytes.startsWith(bytes, 1, 7, "data".getBytes(ISO_8859_1))).isFalse();
        assertThat(Bytes.startsWith(bytes, 7, 7, new byte[0])).isTrue();
    }

    @Test
    void findsTheSameWordAsALookAtEveryPlace() {
        Seeded.check(3_000, random -> {
            // Given
            String word = text(random, 1 + random.nextInt(5));
            String text = text(random, random.nextInt(40));
            byte[] bytes = text.getBytes(ISO_8859_1);
            Needle needle = Needle.of(word);
            for (int from = 0; from <= bytes.length; from++) {
                int to = from + random.nextInt(bytes.length - from + 1);

                // When
                int found = needle.in(bytes, from, to);

                // Then
                int expected = text.substring(0, to).indexOf(word, from);
                assertThat(found)
                        .as("%s in %s from %s to %s", word, text, from, to)
                        .isEqualTo(expected);
            }
        });
    }

    @Test
    void looksForAWordAmongBytesThatAreNoAscii() {
        byte[] bytes = {-1, -128, '"', 'a', '"', -61, -87, '"', 'u', '"', -1};
        assertThat(Needle.of("\"u\"").in(bytes, 0, bytes.length)).isEqualTo(7);
        assertThat(Needle.of("\"u\"").in(bytes, 0, bytes.length - 2)).isEqualTo(-1);
    }

    private static int slowLineEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(Random random, int length, int variety) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = TRICKY[TRICKY.length - 1 - random.nextInt(variety)];
        }
        return bytes;
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(Seeded.<Character>oneOf(random, 'a', 'a', 'b', '"'));
        }
        return text.toString();
    }
}
