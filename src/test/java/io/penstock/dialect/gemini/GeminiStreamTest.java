package io.penstock.dialect.gemini;

import static io.penstock.dialect.AnswerStream.Meaning.ERROR;
import static io.penstock.dialect.AnswerStream.Meaning.MALFORMED;
import static io.penstock.dialect.AnswerStream.Meaning.PREAMBLE;
import static io.penstock.dialect.AnswerStream.Meaning.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.AnswerStream.Meaning;
import io.penstock.dialect.ApiError;
import io.penstock.sse.EventScanner;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeminiStreamTest {
    private final AnswerStream stream = Golden.DIALECT.follow();

    private List<Meaning> follow(String sse) {
        byte[] bytes = sse.getBytes(StandardCharsets.UTF_8);
        EventScanner scanner = new EventScanner();
        List<Meaning> meanings = new ArrayList<>();
        while (scanner.next(bytes, bytes.length, true)) {
            meanings.add(stream.read(bytes, scanner));
        }
        return meanings;
    }

    private static String chunk(String parts) {
        return "data: {\"candidates\":[{\"content\":{\"parts\":" + parts + "}}],\"responseId\":\"r\"}\n\n";
    }

    private String content() {
        return new String(
                stream.content(),
                stream.contentFrom(),
                stream.contentTo() - stream.contentFrom(),
                StandardCharsets.UTF_8);
    }

    @Test
    void followsAWholeStream() {
        // When
        List<Meaning> meanings = follow(": hello\n\n" + Golden.text("stream.sse"));

        // Then
        assertThat(meanings).containsExactly(PREAMBLE, TOKEN, TOKEN, TOKEN, TOKEN);
        assertThat(stream.finished()).isTrue();
        assertThat(stream.done()).isFalse();
        assertThat(stream.textOnly()).isFalse();
        assertThat(stream.tokens()).isEqualTo(3);
        assertThat(stream.used()).isEqualTo(TokenUsage.reported(29, 0, 0, 819, 804));
        assertThat(new String(stream.id(), StandardCharsets.UTF_8)).isEqualTo("\"QHi\"");
    }

    @Test
    void findsTheTextOfAnEvent() {
        // When / Then
        follow(chunk("[{\"text\":\"a\\nb\"}]"));
        assertThat(content()).isEqualTo("a\\nb");
        follow(chunk("[{\"text\":\"hm\",\"thought\":true}]"));
        assertThat(stream.contentFrom()).isEqualTo(-1);
        follow(chunk("[{\"text\":\"a\"},{\"text\":\"b\"}]"));
        assertThat(stream.contentFrom()).isEqualTo(-1);
        assertThat(stream.textOnly()).isTrue();
        assertThat(stream.finished()).isFalse();
        assertThat(stream.used()).isEqualTo(TokenUsage.counted(3));
    }

    @Test
    void tellsPreambleErrorsAndRubbishApart() {
        assertThat(follow("data: {\"usageMetadata\":{\"promptTokenCount\":1}}\n\n" + chunk("[]")
                        + "data: {\"error\":{\"code\":503}}\n\ndata: [{\"error\":{}}]\n\ndata: x\n\n"))
                .containsExactly(PREAMBLE, PREAMBLE, ERROR, ERROR, MALFORMED);
    }

    @Test
    void takesABlockedPromptForAWholeAnswer() {
        assertThat(follow("data: {\"promptFeedback\":{\"blockReason\":\"OTHER\"}}\n\n"))
                .containsExactly(TOKEN);
        assertThat(stream.finished()).isTrue();
    }

    @Test
    void waitsForEveryCandidate() {
        // When / Then
        follow("data: {\"candidates\":[{\"index\":0,\"finishReason\":\"STOP\"},{\"index\":1}]}\n\n");
        assertThat(stream.finished()).isFalse();
        follow("data: {\"candidates\":[{\"index\":1,\"finishReason\":\"MAX_TOKENS\"}]}\n\n");
        assertThat(stream.finished()).isTrue();
        assertThat(stream.textOnly()).isFalse();
    }

    @Test
    void findsTheUsageInTheEndOfAnAnswer() {
        // Given
        byte[] answer = Golden.bytes("answer.json");

        // When / Then
        assertThat(Golden.DIALECT.usage(answer, 300, answer.length)).isEqualTo(TokenUsage.reported(125, 64, 0, 48, 20));
        assertThat(Golden.DIALECT.usage(answer, 0, 200)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "400,INVALID_ARGUMENT",
        "401,UNAUTHENTICATED",
        "403,PERMISSION_DENIED",
        "404,NOT_FOUND",
        "413,INVALID_ARGUMENT",
        "429,RESOURCE_EXHAUSTED",
        "500,INTERNAL",
        "503,UNAVAILABLE",
        "504,DEADLINE_EXCEEDED"
    })
    void writesErrorsAsGoogleDoes(int status, String name) {
        // When
        ApiError error = ApiError.invalid(status, "contents", "invalid_value", "No \"way\".");
        JsonObject body = new JsonObject(Golden.DIALECT.error(error)).getJsonObject("error");

        // Then
        assertThat(body.getInteger("code")).isEqualTo(status);
        assertThat(body.getString("status")).isEqualTo(name);
        assertThat(body.getString("message")).isEqualTo("No \"way\".");
        assertThat(body.getJsonArray("details").getJsonObject(0).getString("reason"))
                .isEqualTo("INVALID_VALUE");
        assertThat(body.getJsonArray("details").getJsonObject(1).encode()).contains("\"field\":\"contents\"");
    }

    @Test
    void tellsAStreamsReaderThatItBroke() {
        // When
        String event = Golden.DIALECT
                .errorEvent(ApiError.upstream(502, "upstream_error", "Broken."))
                .toString();

        // Then
        assertThat(event).startsWith("data: {\"error\":{\"code\":502,").endsWith("}}\n\n");
        assertThat(follow(Golden.DIALECT.heartbeat() + event)).containsExactly(PREAMBLE, ERROR);
        assertThat(Golden.DIALECT.end().length()).isZero();
    }
}
