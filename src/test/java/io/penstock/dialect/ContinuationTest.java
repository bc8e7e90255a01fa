package io.penstock.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.dialect.Continuation.Step;
import io.penstock.sse.EventScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContinuationTest {
    private static final byte[] FIRST_ID = "\"first\"".getBytes(UTF_8);
    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    private static final String STOP = chunk("{}", "\"stop\"");

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"second\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
                + finish + "}],\"usage\":null}";
    }

    private static String text(String text) {
        return chunk("{\"content\":" + new String(JsonString.quoted(text), UTF_8) + "}", "null");
    }

    private static DeliveredText had(String text) {
        DeliveredText had = new DeliveredText(1 << 20);
        byte[] quoted = JsonString.quoted(text);
        had.append(quoted, 1, quoted.length - 1);
        return had;
    }

    private static List<Object> read(Continuation continuation, String... data) {
        List<Object> steps = new ArrayList<>();
        for (String value : data) {
            byte[] bytes = ("data: " + value + "\n\n").getBytes(UTF_8);
            EventScanner scanner = new EventScanner();
            assertThat(scanner.next(bytes, bytes.length, true)).isTrue();
            Step step = continuation.take(bytes, scanner);
            steps.add(step == Step.GOES_ON ? continuation.event().toString() : step);
        }
        return steps;
    }

    private static String event(String data) {
        return "data: " + data.replace("\"second\"", "\"first\"") + "\n\n";
    }

    @Test
    void goesOnBehindAPrefilledTextUnderTheFirstId() {
        // Given
        Continuation continuation = new Continuation(had("Hello "), false, FIRST_ID);

        // When
        List<Object> steps = read(continuation, ROLE, text("world"), STOP);

        // Then
        assertThat(steps).containsExactly(Step.DROPPED, event(text("world")), event(STOP));
    }

    @Test
    void swallowsWhatTheReaderHasAndCutsTheTokenThatReachesBeyondIt() {
        // Given
        Continuation continuation = new Continuation(had("Hello wor"), true, FIRST_ID);

        // When
        List<Object> steps = read(continuation, ROLE, text("Hello"), text(" world"), text("!"), STOP);

        // Then
        assertThat(steps).containsExactly(Step.DROPPED, Step.DROPPED, event(text("ld")), event(text("!")), event(STOP));
    }

    @Test
    void seesAnotherAnswerForWhatItIs() {
        assertThat(read(new Continuation(had("Hello world"), true, null), text("Hello"), text(" there")))
                .containsExactly(Step.DROPPED, Step.DIVERGED);
        assertThat(read(new Continuation(had("Hello world"), true, null), text("Hello"), STOP))
                .containsExactly(Step.DROPPED, Step.DIVERGED);
        assertThat(read(new Continuation(had("Hello"), true, null), chunk("{\"tool_calls\":[{\"index\":0}]}", "null")))
                .containsExactly(Step.DIVERGED);
    }

    @Test
    void dropsASecondRoundOfReasoning() {
        assertThat(read(
                        new Continuation(had("Hi"), false, null),
                        chunk("{\"reasoning_content\":\"hm\"}", "null"),
                        STOP))
                .containsExactly(Step.DROPPED, "data: " + STOP + "\n\n");
    }

    @Test
    void passesTheUsageChunkOn() {
        String usage = "{\"id\":\"second\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}";
        assertThat(read(new Continuation(had("Hi"), false, FIRST_ID), text("!"), STOP, usage))
                .endsWith(event(usage));
    }

    @Test
    void replacesAnIdThatStandsBehindTheText() {
        String odd = "{\"choices\":[{\"delta\":{\"content\":\"ab\"}}],\"id\":\"second\"}";
        assertThat(read(new Continuation(had("a"), true, FIRST_ID), odd))
                .containsExactly("data: {\"choices\":[{\"delta\":{\"content\":\"b\"}}],\"id\":\"first\"}\n\n");
    }

    @Test
    void makesOneAnswerOfAnyTwoHalves() {
        Seeded.check(3_000, random -> {
            // Given
            String answer = words(random);
            int[] points = answer.codePoints().toArray();
            int cut = random.nextInt(points.length + 1);
            String had = new String(points, 0, cut);
            DeliveredText delivered = had(had);
            Continuation continuation = new Continuation(delivered, true, null);

            // When
            StringBuilder whole = new StringBuilder(had);
            for (String piece : pieces(answer, random)) {
                for (Object step : read(continuation, text(piece))) {
                    assertThat(step).isNotEqualTo(Step.DIVERGED);
                    whole.append(step == Step.DROPPED ? "" : contentOf(step.toString()));
                }
            }

            // Then
            assertThat(whole).hasToString(answer);
            assertThat(delivered.text()).isEqualTo(answer);
        });
    }

    @Test
    void writesAnEventOfSeveralDataLinesOnOne() {
        // Given
        Continuation continuation = new Continuation(had("Hi"), false, null);
        byte[] bytes = "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"!\"}}]}\n\n".getBytes(UTF_8);
        EventScanner scanner = new EventScanner();
        scanner.next(bytes, bytes.length, true);

        // When
        continuation.take(bytes, scanner);

        // Then
        assertThat(continuation.event()).hasToString("data: {\"choices\": [{\"delta\":{\"content\":\"!\"}}]}\n\n");
    }

    @Test
    void goesOnBehindHalfACharacter() {
        // Given
        DeliveredText half = new DeliveredText(100);
        byte[] escape = "a\\ud83d".getBytes(UTF_8);
        half.append(escape, 0, escape.length);

        // When
        List<Object> steps = read(new Continuation(half, true, null), text("a\uD83D\uDE00b"));

        // Then
        assertThat(steps).containsExactly("data: " + chunk("{\"content\":\"\\ude00b\"}", "null") + "\n\n");
    }

    private static String contentOf(String event) {
        OpenAiStream stream = new OpenAiStream();
        byte[] bytes = event.getBytes(UTF_8);
        EventScanner scanner = new EventScanner();
        scanner.next(bytes, bytes.length, true);
        stream.read(bytes, scanner);
        return stream.contentFrom() < 0
                ? ""
                : DeliveredText.unescaped(stream.content(), stream.contentFrom(), stream.contentTo());
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder("x");
        for (int i = random.nextInt(20); i > 0; i--) {
            words.append(Seeded.oneOf(random, "a", " ", "\"", "\\", "\n", "\u00E9", "\uD83D\uDE00", "word", "\u0001"));
        }
        return words.toString();
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        int[] points = text.codePoints().toArray();
        for (int at = 0; at < points.length; ) {
            int size = Math.min(points.length - at, 1 + random.nextInt(4));
            pieces.add(new String(points, at, size));
            at += size;
        }
        return pieces;
    }
}
