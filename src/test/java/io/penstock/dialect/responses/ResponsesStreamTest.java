package io.penstock.dialect.responses;

import static io.penstock.dialect.AnswerStream.Meaning.DONE;
import static io.penstock.dialect.AnswerStream.Meaning.ERROR;
import static io.penstock.dialect.AnswerStream.Meaning.MALFORMED;
import static io.penstock.dialect.AnswerStream.Meaning.PREAMBLE;
import static io.penstock.dialect.AnswerStream.Meaning.TOKEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesStreamTest {
    private static final String CREATED =
            "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"tools\":[{\"id\":\"no\"}],\"id\":\"resp_1\",\"error\":null}}";
    private static final String ADDED =
            "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[]}}";
    private static final String HI = "{\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"delta\":\"Hi\"}";
    private static final String COMPLETED =
            "{\"type\":\"response.completed\",\"response\":{\"id\":\"resp_1\",\"tools\":[{\"usage\":{}}],\"usage\":{\"input_tokens\":12,"
                    + "\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":2},\"output_tokens\":7,"
                    + "\"output_tokens_details\":{\"reasoning_tokens\":3},\"total_tokens\":19},\"metadata\":{\"usage\":{}}}}";

    @Test
    void theAnswerBeginsWithItsFirstDeltaAndEndsWithTheResponse() {
        // Given // When
        Followed followed = Followed.ofData(CREATED, ADDED, HI, COMPLETED);

        // Then
        assertThat(followed.meanings()).containsExactly(PREAMBLE, PREAMBLE, TOKEN, DONE);
        assertThat(followed.stream().finished()).isTrue();
        assertThat(followed.stream().done()).isTrue();
        assertThat(followed.stream().tokens()).isEqualTo(1);
        assertThat(followed.stream().used()).isEqualTo(TokenUsage.reported(12, 4, 2, 7, 3));
        assertThat(followed.stream().id()).isEqualTo("\"resp_1\"".getBytes(UTF_8));
        assertThat(followed.stream().textOnly()).isFalse();
        assertThat(followed.stream().contentFrom()).isNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.output_text.delta",
                "response.refusal.delta",
                "response.function_call_arguments.delta",
                "response.custom_tool_call_input.delta",
                "response.reasoning_summary_text.delta",
                "response.reasoning_text.delta",
                "response.mcp_call_arguments.delta"
            })
    void everyDeltaIsAPartOfTheAnswer(String type) {
        // Given // When
        Followed followed = Followed.ofData(
                "{\"delta\":\"\",\"type\":\"" + type + "\"}", "{\"delta\":\"x\",\"type\":\"" + type + "\"}");

        // Then
        assertThat(followed.meanings()).containsExactly(PREAMBLE, TOKEN);
        assertThat(followed.stream().tokens()).isEqualTo(1);
        assertThat(followed.stream().used()).isEqualTo(TokenUsage.counted(1));
        assertThat(followed.stream().finished()).isFalse();
    }

    @Test
    void aCallIsAPartOfTheAnswerAndThoughtsWithoutTextAreNot() {
        // Given // When
        Followed followed = Followed.ofData(
                "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"reasoning\",\"summary\":[]}}",
                "{\"type\":\"response.output_item.done\",\"item\":{\"type\":\"reasoning\",\"summary\":[]}}",
                "{\"type\":\"response.output_item.added\",\"item\":{\"type\":\"function_call\",\"name\":\"f\"}}");

        // Then
        assertThat(followed.meanings()).containsExactly(PREAMBLE, PREAMBLE, TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"m\"}}}",
                "{\"type\":\"error\",\"code\":\"server_error\",\"message\":\"m\",\"param\":null,\"sequence_number\":3}",
                "{\"error\":{\"message\":\"m\"}}"
            })
    void aFailureIsAnError(String data) {
        assertThat(Followed.ofData(CREATED, data).meanings()).containsExactly(PREAMBLE, ERROR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "{\"type\":", "{\"type\":\"response.created\"}}", "7"})
    void whatIsNoObjectIsMalformed(String data) {
        assertThat(Followed.ofData(data).meanings()).containsExactly(MALFORMED);
    }

    @Test
    void anIncompleteAnswerIsWholeForTheGateway() {
        // Given // When
        Followed followed = Followed.ofData(HI, "{\"type\":\"response.incomplete\",\"response\":{}}", "[DONE]");

        // Then
        assertThat(followed.meanings()).containsExactly(TOKEN, DONE, DONE);
        assertThat(followed.stream().finished()).isTrue();
        assertThat(followed.stream().used()).isEqualTo(TokenUsage.counted(1));
    }

    @Test
    void aStreamCutAnywhereMeansTheSame() {
        // Given
        byte[] sse = ("data: " + CREATED + "\r\n\r\n: keep-alive\n\ndata:" + HI + "\n\ndata: {\ndata: }\n\ndata: "
                        + COMPLETED + "\n\n")
                .getBytes(UTF_8);
        Followed whole = Followed.of(sse);
        int[] everywhere = new int[sse.length];
        Arrays.setAll(everywhere, at -> at);

        // When // Then
        assertThat(whole.meanings()).containsExactly(PREAMBLE, PREAMBLE, TOKEN, TOKEN, DONE);
        for (int cut = 0; cut <= sse.length; cut++) {
            assertThat(Followed.of(sse, cut).meanings()).as("cut at " + cut).isEqualTo(whole.meanings());
        }
        assertThat(Followed.of(sse, everywhere).meanings()).isEqualTo(whole.meanings());
    }
}
