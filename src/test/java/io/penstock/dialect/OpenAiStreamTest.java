package io.penstock.dialect;

import static io.penstock.dialect.AnswerStream.Meaning.DONE;
import static io.penstock.dialect.AnswerStream.Meaning.ERROR;
import static io.penstock.dialect.AnswerStream.Meaning.PREAMBLE;
import static io.penstock.dialect.AnswerStream.Meaning.TOKEN;
import static io.penstock.dialect.AnswerStream.Meaning.USAGE_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiStreamTest {
    private static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
    private static final String HELLO = chunk("{\"content\":\"Hello\"}", "null");
    private static final String STOP = chunk("{}", "\"stop\"");
    private static final String USAGE = "{\"prompt_tokens\":120,\"completion_tokens\":48,\"total_tokens\":168,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":64,\"audio_tokens\":0,\"cache_write_tokens\":3},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":20,\"audio_tokens\":0}}";

    private static String chunk(String delta, String finish) {
        return "{\"id\":\"c\",\"created\":1,\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
                + finish + "}],\"usage\":null}";
    }

    @Test
    void followsAWholeStream() {
        // When
        Reading reading =
                Reading.of(ROLE, HELLO, HELLO, STOP, "{\"id\":\"c\",\"choices\":[],\"usage\":" + USAGE + "}", "[DONE]");

        // Then
        assertThat(reading.meanings).containsExactly(PREAMBLE, TOKEN, TOKEN, TOKEN, USAGE_ONLY, DONE);
        assertThat(reading.stream.finished()).isTrue();
        assertThat(reading.stream.done()).isTrue();
        assertThat(reading.stream.usage()).isEqualTo(TokenUsage.reported(120, 64, 3, 48, 20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"content\":\"x\"}",
                "{\"content\" : \"x\"}",
                "{\"content\":[{\"type\":\"thinking\"}]}",
                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a1\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                "{\"function_call\":{\"name\":\"f\"}}",
                "{\"reasoning_content\":\"hm\"}",
                "{\"reasoning\":\"hm\"}",
                "{\"reasoning_details\":[{\"text\":\"\"}]}",
                "{\"content\":null,\"refusal\":\"No\"}",
                "{\"audio\":{\"id\":\"a\"}}",
                "{\"role\":\"assistant\",\"content\":\"usage\"}",
                "{\n \"content\" :\n \"pretty\"\n}"
            })
    void takesWhatAReaderReadsForAToken(String delta) {
        assertThat(Reading.of(chunk(delta, "null")).meanings).containsExactly(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"role\":\"assistant\"}",
                "{\"role\":\"assistant\",\"content\":null}",
                "{\"role\":\"assistant\",\"content\": \"\"}",
                "{\"content\":\"\",\"tool_calls\":[],\"audio\":{}}",
                "{\"role\":\"content\"}",
                "{\"role\":\"say \\\"content\"}",
                "{\"role\":\"\\\"content\\\":\\\"x\\\"\"}"
            })
    void takesADeltaWithoutAnythingToReadForPreamble(String delta) {
        assertThat(Reading.of(chunk(delta, "null")).meanings).containsExactly(PREAMBLE);
    }

    @Test
    void readsTheTextOfCompletions() {
        Reading reading = Reading.of(
                "{\"choices\":[{\"text\":\"\",\"index\":0,\"finish_reason\":null}]}",
                "{\"choices\":[{\"text\":\"Once\",\"index\":0,\"finish_reason\":null}]}",
                "{\"choices\":[{\"text\":\"\",\"index\":0,\"finish_reason\":\"length\"}]}");
        assertThat(reading.meanings).containsExactly(PREAMBLE, TOKEN, TOKEN);
        assertThat(reading.stream.finished()).isTrue();
    }

    @Test
    void passesOverCommentsEventsWithoutDataAndAzuresFirstChunk() {
        Reading reading = Reading.of(
                        "{\"choices\":[],\"prompt_filter_results\":[{\"content_filter_results\":{\"hate\":{\"filtered\":false}}}]}")
                .raw(": OPENROUTER PROCESSING\n\n")
                .raw("event: ping\n\n");
        assertThat(reading.meanings).containsExactly(PREAMBLE, PREAMBLE, PREAMBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"stop\"", " \"stop\"", "\"tool_calls\"", "\n\"length\""})
    void seesAFinishReason(String reason) {
        assertThat(Reading.of(HELLO, HELLO, chunk("{}", reason)).stream.finished())
                .isTrue();
    }

    @Test
    void seesAFinishReasonBehindSpacesAndItsColon() {
        assertThat(Reading.of("{\"choices\":[{\"finish_reason\" : \"stop\"}]}")
                        .stream
                        .finished())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", " null", " \"\""})
    void takesAnEmptyFinishReasonForNone(String reason) {
        Reading reading = Reading.of(chunk("{\"content\":\"a\"}", reason), chunk("{\"content\":\"b\"}", reason));
        assertThat(reading.stream.finished()).isFalse();
    }

    @Test
    void seesTheFinishReasonOfAProviderThatSendsEmptyOnesBefore() {
        // Given
        String open = "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}";
        String closed = "{\"choices\":[{\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}";

        // When
        Reading reading = Reading.of(open, open, closed);

        // Then
        assertThat(reading.stream.finished()).isTrue();
    }

    @Test
    void readsUsageInTheFinishChunkAndWithinAChoice() {
        Reading groq = Reading.of(
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":" + USAGE + "}}");
        Reading kimi = Reading.of("{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"usage\":" + USAGE + "}]}");
        assertThat(groq.meanings).containsExactly(TOKEN);
        assertThat(groq.stream.usage()).isEqualTo(TokenUsage.reported(120, 64, 3, 48, 20));
        assertThat(kimi.stream.usage()).isEqualTo(groq.stream.usage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[ ]", " [\n]", "null"})
    void knowsTheUsageChunkByItsMissingChoices(String choices) {
        String chunk = "{\"id\":\"choices\",\"choices\":" + choices + ",\"usage\":" + USAGE + "}";
        assertThat(Reading.of(HELLO, STOP, chunk).meanings).endsWith(USAGE_ONLY);
        assertThat(Reading.of("{\"usage\":" + USAGE + "}").meanings).containsExactly(USAGE_ONLY);
    }

    @Test
    void keepsTheUsageReportedLast() {
        Reading reading = Reading.of(
                HELLO.replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1}"),
                HELLO.replace("\"usage\":null", "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}"),
                HELLO);
        assertThat(reading.meanings).containsExactly(TOKEN, TOKEN, TOKEN);
        assertThat(reading.stream.usage()).isEqualTo(TokenUsage.reported(5, 0, 0, 2, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"overloaded\"}}",
                "{\"id\":\"c\",\"choices\":[{\"finish_reason\":\"error\"}],\"error\" : {\"code\":502}}",
                "{\"error\":\"overloaded\"}",
                "{\n \"error\": {\n \"message\": \"multi-line\"\n}\n}"
            })
    void seesAnErrorAtTheTop(String data) {
        Reading reading = Reading.of(HELLO, data);
        assertThat(reading.meanings).containsExactly(TOKEN, ERROR);
        assertThat(reading.stream.finished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"error\":null}",
                "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"error\":{\"message\":\"nested\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"error\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"{\\\"error\\\":{}}\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"say \\\"error\"}}]}"
            })
    void takesNoOtherErrorForOne(String data) {
        assertThat(Reading.of(data, data).meanings).containsExactly(TOKEN, TOKEN);
    }

    @Test
    void joinsDataOfSeveralLinesBehindAByteOrderMark() {
        Reading reading =
                new Reading(true).raw("\uFEFFdata: {\"choices\":[{\"delta\":\ndata: {\"content\":\"a\"}}]}\n\n");
        assertThat(reading.meanings).containsExactly(TOKEN);
    }
}
