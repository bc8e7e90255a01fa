package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 as clients really speak it, right and wrong; whatever came before, the next call works. */
class HttpMannersTest {
    private static final int BODY_BYTES_MAX = 100_000;
    private static final String GOOD = "{\"model\":\"sim-5x0\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String PATH = "/v1/chat/completions";

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(
                "limits: {body_bytes_max: " + BODY_BYTES_MAX + "}\nusage: {flush_millis: 20}\n", Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void answersAGoodCallAfterwards() throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesADeclaredBodyBeforeReadingItAndAnswersTheNextCallOnTheSameConnection() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(PATH, "content-length: 300000"));
            // Then
            refused(caller.answer(), 413, "request_too_large");
            caller.send("x".repeat(300_000));
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void answersACallerThatSendsAllOfATooLargeBodyBeforeItReads() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(PATH, "content-length: 20000000")).send("x".repeat(20_000_000));
            // Then
            refused(caller.answer(), 413, "request_too_large");
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLarge() throws Exception {
        // Given
        String chunk = "8000\r\n" + "x".repeat(0x8000) + "\r\n";
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(PATH, "transfer-encoding: chunked"));
            // When
            for (int i = 0; i < 20; i++) {
                caller.send(chunk);
            }
            // Then
            refused(caller.answer(), 413, "request_too_large");
            caller.send("0\r\n\r\n");
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void takesAChunkedBody() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(PATH, "transfer-encoding: chunked"));
            // When
            for (char c : GOOD.toCharArray()) {
                caller.send("1;ext=1\r\n" + c + "\r\n");
            }
            // Then
            assertThat(caller.send("0\r\ntrailer: x\r\n\r\n").answer().status()).isEqualTo(200);
        }
    }

    @Test
    void endsTheConnectionOfACallerThatWaitsWhereNothingIs() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head("/v1/nowhere", "expect: 100-continue", "content-length: 60"));
            // Then
            Answer answer = caller.answer();
            refused(answer, 404, "not_found");
            assertThat(answer.header("connection")).isEqualTo("close");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET /health?, 414, uri_too_long", "'GET /health HTTP/1.1|x: ', 431, headers_too_large"})
    void saysWhichPartOfAHeadIsTooLong(String start, int status, String code) throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(start.replace("|", "\r\n") + "x".repeat(40_000) + " HTTP/1.1\r\n\r\n");
            // Then
            refused(caller.answer(), status, code);
        }
    }

    @Test
    void asksForTheBodyOfACallerThatWaits() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(PATH, "expect: 100-Continue", "content-length: " + GOOD.length()));
            // Then
            assertThat(caller.head()).isEqualTo("HTTP/1.1 100 Continue\n");
            assertThat(caller.send(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "content-length: 300000, KEY, 413, request_too_large",
        "content-length: 10, pk-wrong, 401, invalid_api_key"
    })
    void doesNotAskForABodyItWillNotTake(String length, String key, int status, String code) throws Exception {
        // Given
        String head = RawCaller.head(PATH, "expect: 100-continue", length)
                .replace(TestGateway.CLIENT_KEY, key.equals("KEY") ? TestGateway.CLIENT_KEY : key);
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(head).answer();
            // Then
            refused(answer, status, code);
            assertThat(answer.header("connection")).isEqualTo("close");
            assertThat(caller.endsWithin(2_000)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "content-encoding: gzip, 415, unsupported_content_encoding",
        "content-encoding: br, 415, unsupported_content_encoding",
        "expect: something, 417, expectation_failed"
    })
    void refusesWhatItCannotMeet(String header, int status, String code) throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(PATH, header, "content-length: 2")).send("{}");
            // Then
            refused(caller.answer(), status, code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, 405, POST", "PUT, /v1/embeddings, 405, POST", "DELETE, /v1/completions, 405, POST",
        "OPTIONS, /v1/chat/completions, 405, POST", "POST, /v1/models, 405, GET", "GET, /v1/nothing, 404,",
        "POST, /v1/chat/completions/, 404,", "GET, /, 404,", "GET, /v1/models/nobody, 404,"
    })
    void namesTheRightMethodOrSaysThatThereIsNothing(String method, String path, int status, String allow)
            throws Exception {
        // Given
        String head = RawCaller.head(path, "content-length: 0").replaceFirst("POST", method);
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(head).answer();
            // Then
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("allow")).isEqualTo(allow);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("message"))
                    .isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOT HTTP\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ncontent-length: many\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n",
                "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"
            })
    void answersOrEndsWhatIsNoHttp(String sent) throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            String head = caller.send(sent).head();
            // Then
            assertThat(head)
                    .matches(text -> text.isEmpty() || text.matches("(?s)HTTP/1.[01] 4.*"), "a refusal or nothing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz\r\n", "-1\r\n", "5\r\n{\"mod\r\nxyz\r\n", "5\r\n{\"modXX"})
    void saysThatAChunkIsNoneAndEndsTheConnection(String chunks) throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(PATH, "transfer-encoding: chunked") + chunks)
                    .answer();
            // Then
            refused(answer, 400, "malformed_request");
            assertThat(caller.endsWithin(2_000)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"/health, 200", "/health/live, 200", "/health/ready, 200", "/api/hello, 200", "/v1/models, 200"})
    void answersHeadWithoutABody(String path, int status) throws Exception {
        // Given
        String head = RawCaller.head(path).replaceFirst("POST", "HEAD");
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            String answered = caller.send(head).head();
            // Then
            assertThat(answered).startsWith("HTTP/1.1 " + status).contains("x-request-id:", "\nrequest-id:");
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(PATH, "x-large: " + "x".repeat(60_000), "content-length: 0"));
            // Then
            assertThat(caller.head()).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 4"), "refused");
        }
    }

    @Test
    void answersPipelinedCallsInTheirOrder() throws Exception {
        // Given
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.chat(GOOD.replace("sim-5x0", "sim-headers-0.3"));
            caller.chat(GOOD.replace("\"model\"", "\"model\":7,\"x\""));
            caller.send("GET /v1/nothing HTTP/1.1\r\nhost: a\r\n\r\n");
            caller.chat(GOOD);
            // Then
            assertThat(caller.answer().header("x-penstock-model")).isEqualTo("sim-headers-0.3");
            assertThat(caller.answer().status()).isEqualTo(400);
            assertThat(caller.answer().status()).isEqualTo(404);
            assertThat(caller.answer().header("x-penstock-model")).isEqualTo("sim-5x0");
        }
    }

    @ParameterizedTest
    @CsvSource({"false, ", "true, ", "false, connection: keep-alive", "true, connection: keep-alive"})
    void servesHttp10AndEndsTheAnswerWithTheConnection(boolean streaming, String line) throws Exception {
        // Given
        String body = GOOD.replace("\"messages\"", "\"stream\":" + streaming + ",\"messages\"");
        String length = "content-length: " + body.length();
        String head = (line == null ? RawCaller.head(PATH, length) : RawCaller.head(PATH, line, length))
                .replace("HTTP/1.1", "HTTP/1.0");
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(head + body).answer();
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("transfer-encoding")).isNull();
            assertThat(answer.body()).endsWith(streaming ? "data: [DONE]\n\n" : "}");
        }
    }

    private static void refused(Answer answer, int status, String code) throws IOException {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("code"))
                .isEqualTo(code);
    }
}
