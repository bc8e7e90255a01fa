package io.penstock.dialect.messages;

import static io.penstock.dialect.AnswerStream.Meaning.DONE;
import static io.penstock.dialect.AnswerStream.Meaning.ERROR;
import static io.penstock.dialect.AnswerStream.Meaning.MALFORMED;
import static io.penstock.dialect.AnswerStream.Meaning.PREAMBLE;
import static io.penstock.dialect.AnswerStream.Meaning.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.dialect.DialectLaws;
import io.penstock.sse.EventScanner;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesStreamTest {

    /** What a stream said of its events, and what it knew behind each. */
    private record Followed(MessagesStream stream, List<Meaning> meanings, List<String> states, String text) {
        static Followed of(byte[] sse, boolean shapes) {
            MessagesStream stream = new MessagesStream(shapes);
            List<Meaning> meanings = new ArrayList<>();
            List<String> states = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            EventScanner scanner = new EventScanner();
            while (scanner.next(sse, sse.length, true)) {
                meanings.add(stream.read(sse, scanner));
                int from = stream.contentFrom();
                String said = from < 0 ? "" : new String(stream.content(), from, stream.contentTo() - from, UTF_8);
                text.append(said);
                states.add(meanings.getLast() + " " + stream.finished() + stream.done() + stream.textOnly()
                        + stream.tokens() + stream.used() + said);
            }
            return new Followed(stream, meanings, states, text.toString());
        }

        static Followed of(String... data) {
            return of(("data: " + String.join("\n\ndata: ", data) + "\n\n").getBytes(UTF_8), true);
        }
    }

    @Test
    void followsAWholeStream() {
        // When
        Followed followed = Followed.of(Golden.bytes("stream.txt"), true);

        // Then
        assertThat(followed.meanings)
                .containsExactly(
                        PREAMBLE, PREAMBLE, PREAMBLE, TOKEN, TOKEN, TOKEN, PREAMBLE, TOKEN, PREAMBLE, PREAMBLE, TOKEN,
                        TOKEN, PREAMBLE, TOKEN, TOKEN, PREAMBLE, TOKEN, PREAMBLE, TOKEN, TOKEN, PREAMBLE, TOKEN,
                        PREAMBLE, PREAMBLE, TOKEN, DONE);
        assertThat(followed.text).isEqualTo("Grüße 🙂 \\\"x\\\"");
        assertThat(followed.stream.finished()).isTrue();
        assertThat(followed.stream.done()).isTrue();
        assertThat(followed.stream.textOnly()).isFalse();
        assertThat(followed.stream.id()).asString(UTF_8).isEqualTo("\"msg_01\"");
        assertThat(followed.stream.used()).isEqualTo(TokenUsage.reported(130, 64, 10, 48, 20));
    }

    @Test
    void isNotFinishedBeforeItSaysWhyItStopped() {
        // When
        Followed followed = Followed.of(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":null},\"usage\":{\"output_tokens\":1}}");

        // Then
        assertThat(followed.meanings).containsExactly(PREAMBLE);
        assertThat(followed.stream.finished()).isFalse();
    }

    @Test
    void countsWhatCameWhereNothingIsReported() {
        String delta =
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}";
        assertThat(Followed.of(delta, delta, delta).stream.used()).isEqualTo(TokenUsage.counted(3));
        assertThat(Followed.of(delta, delta).stream.textOnly()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}} | ERROR",
                "{\"error\":{\"message\":\"x\"}} | ERROR",
                "{\"type\":\"ping\"} | PREAMBLE",
                "{\"type\":\"new\"} | PREAMBLE",
                "{} | PREAMBLE",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"\"}} | PREAMBLE",
                "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"citations_delta\",\"citation\":{}}} | TOKEN",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"a\"}} | TOKEN",
                "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"tool_use\"}} | TOKEN",
                "{\"type\":\"message_stop\"} | DONE",
                "[DONE] | MALFORMED",
                "{\"type\": | MALFORMED"
            })
    void saysWhatOneEventMeans(String data, Meaning meaning) {
        assertThat(Followed.of(data).meanings).containsExactly(meaning);
    }

    @Test
    void takesACommentForPreambleAndALineBreakInDataForSpace() {
        assertThat(Followed.of(": hello\n\ndata: {\"type\":\ndata: \"message_stop\"}\n\n".getBytes(UTF_8), true)
                        .meanings)
                .containsExactly(PREAMBLE, DONE);
    }

    @Test
    void knowsADeltaByItsLikenessAsItWouldByParsing() {
        Seeded.check(3000, random -> {
            // Given
            byte[] stream = Golden.bytes(random.nextBoolean() ? "stream.txt" : "mixed-calls.txt");
            byte[][] broken = {stream};
            DialectLaws.neverThrows(stream, random, bytes -> broken[0] = bytes);

            // When
            List<String> states = Followed.of(broken[0], true).states;

            // Then
            assertThat(states).isEqualTo(Followed.of(broken[0], false).states);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\\n | true",
                "\\u00e9 | false",
                "\\x | false",
                "é日🙂 | true",
                "a\tb | false",
                "x\"} | false",
                "x\"}},{{\" | false"
            })
    void knowsByLikenessOnlyWhatIsAWholeText(String text, boolean matches) {
        // Given
        String before = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"";
        byte[] first = (before + "Hi\"}}").getBytes(UTF_8);
        byte[] next = (before + text.replace("\\t", "\t") + "\"}    }").getBytes(UTF_8);
        DeltaShape shape = new DeltaShape();

        // When
        shape.take(first, 0, first.length, before.length());

        // Then
        assertThat(shape.matches(next, 0, next.length)).isEqualTo(matches);
    }

    @Test
    void hearsAnErrorWhereverItComes() {
        assertThat(Followed.of(
                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}",
                                "{\"type\":\"error\",\"error\":{\"type\":\"api_error\"}}")
                        .meanings)
                .containsExactly(TOKEN, ERROR);
        assertThat(Followed.of("{").meanings).containsExactly(MALFORMED);
    }
}
