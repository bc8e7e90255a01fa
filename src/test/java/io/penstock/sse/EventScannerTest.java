package io.penstock.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.sse.SlowEvents.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventScannerTest {
    private static final String BOM = "\u00EF\u00BB\u00BF";
    private static final String[] FRAGMENTS = {
        "data: ",
        "data:",
        "data",
        "\ndata",
        "dat",
        "datax: y",
        ": note",
        "event: e",
        "id: 1",
        "\n",
        "\n",
        "\r",
        "\r\n",
        "\n\n",
        "\r\r",
        "\r\n\r\n",
        " ",
        "x",
        "\u00C3\u00A9",
        BOM,
        "\0",
        "\t",
        "[DONE]",
        ":",
        "{\"a\":1}"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: a\n\ndata: b\r\n\r\ndata:c\r\rdata\n\n",
                BOM + "data: a\ndata:  b\ndata\n\n: note\n\ndata: c\n\n",
                "event: x\r\ndata:\r\ndata: y\r\n\r\nid\r\n\r\n",
                "\n\n\r\n\r\rdata: \u00C3\u00A9\n\n" + BOM + "data: z\n\n",
                "data: no end",
                "data: no empty line\r\n"
            })
    void findsTheSameEventsHoweverTheInputIsCut(String input) {
        List<Event> expected = SlowEvents.read(input);
        for (int first = 0; first <= input.length(); first++) {
            for (int second = first; second <= input.length(); second++) {
                for (IntBinaryOperator drop : List.of(ArrivingEvents.KEEP, ArrivingEvents.DROP_EVENTS)) {
                    // When
                    List<Event> found =
                            ArrivingEvents.read(input, drop, first, second).found();

                    // Then
                    assertThat(found).as("cut at %s and %s", first, second).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void findsTheSameEventsInRandomInput() {
        Seeded.check(20_000, random -> {
            // Given
            String input = input(random);
            int[] cuts = cuts(random, input.length());
            IntBinaryOperator drop = (whole, all) -> random.nextBoolean() ? whole : 0;

            // When
            List<Event> found = ArrivingEvents.read(input, drop, cuts).found();

            // Then
            assertThat(found).isEqualTo(SlowEvents.read(input));
        });
    }

    @Test
    void makesOfAnEventThatLostBytesOneWithoutDataAndReadsTheOthers() {
        Seeded.check(20_000, random -> {
            // Given
            String input = input(random);
            IntBinaryOperator drop =
                    (whole, all) -> Seeded.oneOf(random, 0, whole, all, whole + random.nextInt(all - whole + 1));

            // When
            ArrivingEvents arrived = ArrivingEvents.read(input, drop, cuts(random, input.length()));

            // Then
            List<Event> expected = SlowEvents.read(input);
            assertThat(arrived.found()).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                Event event = expected.get(i);
                Event found = arrived.found().get(i);
                assertThat(found.data()).isEqualTo(arrived.torn().contains(i) ? List.of() : event.data());
                // Where a CR ended an event and was handed on before its LF was there, the LF is the event's still.
                assertThat(found.end()).isEqualTo(event.end());
            }
        });
    }

    @Test
    void takesACarriageReturnThatWasHandedOnForALineEnd() {
        // Given
        String input = "data: long\r\r";

        // When
        ArrivingEvents arrived =
                ArrivingEvents.read(input + "data: b\n\n", ArrivingEvents.DROP_ALL, 11, input.length());

        // Then
        assertThat(arrived.found()).extracting(Event::data).containsExactly(List.of(), List.of("b"));
    }

    @Test
    void givesAnUnfinishedEventOnceItsEmptyLineIsAdded() {
        for (String end : List.of("", "\n", "\r", "\r\n")) {
            // Given
            byte[] bytes = ("data: a" + end + "\n\n").getBytes(ISO_8859_1);
            EventScanner scanner = new EventScanner();
            assertThat(scanner.next(bytes, bytes.length - 2, true)).isFalse();

            // When
            boolean found = scanner.next(bytes, bytes.length, true);

            // Then
            assertThat(found).isTrue();
            assertThat(new String(scanner.joinedData(bytes), ISO_8859_1)).isEqualTo("a");
        }
    }

    @Test
    void readsALineOfAMebibyte() {
        // Given
        String value = "x".repeat(1 << 20);
        String input = "data: a\n\ndata: " + value + "\n\ndata: b\n\n";
        int[] cuts = IntStream.iterate(1_000, cut -> cut < input.length(), cut -> cut + 100_000)
                .toArray();

        // When
        List<Event> found =
                ArrivingEvents.read(input, ArrivingEvents.DROP_EVENTS, cuts).found();

        // Then
        assertThat(found).extracting(Event::data).containsExactly(List.of("a"), List.of(value), List.of("b"));
    }

    private static String input(Random random) {
        List<String> parts = new ArrayList<>();
        int fragments = 1 + random.nextInt(25);
        if (random.nextInt(4) == 0) {
            parts.add(BOM);
        }
        Stream.generate(() -> Seeded.oneOf(random, FRAGMENTS)).limit(fragments).forEach(parts::add);
        return String.join("", parts);
    }

    private static int[] cuts(Random random, int length) {
        return random.ints(random.nextInt(6), 0, length + 1).sorted().toArray();
    }
}
