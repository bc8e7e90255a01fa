package io.penstock;

import static io.penstock.Forms.field;
import static io.penstock.Forms.fileHead;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.penstock.ScriptedUpstream.Received;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of which the gateway knows nothing but the model: they pass byte for byte, both ways, as they arrive. */
class RelayTest {
    private static final int UPLOAD_BYTES_MAX = 40_000_000;
    private static final String TYPE = Forms.TYPE;
    private static final String FORM = Forms.PATH;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        gateway = TestGateway.before(
                upstream.baseUrl(),
                "limits: {upload_bytes_max: " + UPLOAD_BYTES_MAX + "}\nusage: {flush_millis: 20}\n"
                        + "timeouts: {receive_seconds: 2}\nserver: {event_loops: 1}\n" + TestGateway.ONE_ATTEMPT);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @AfterEach
    void leavesNoCallOpen() {
        gateway.awaitOpenCalls(0);
    }

    private static Answer form(String form) throws IOException {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.send(RawCaller.head(FORM, TYPE, "content-length: " + bytes.length))
                    .send(bytes)
                    .answer();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/moderations, /v1/moderations",
        "/v1/images/generations, /v1/images/generations",
        "/images/generations?api-version=1, /v1/images/generations",
        "/openai/v1/audio/speech, /v1/audio/speech",
        "/v1/rerank, /v1/rerank"
    })
    void passesAJsonBodyOnAndRenamesTheModel(String path, String upstreamPath) throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, "{ \"ok\":1.50 }"));
        String body = "{ \"model\":\"up/m-1\", \"x\":1.0 }";
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(path, "content-length: " + body.length()))
                    .send(body)
                    .answer();
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{ \"ok\":1.50 }");
            assertThat(answer.header("x-penstock-attempts")).isEqualTo("up:200");
            Received received = upstream.next();
            assertThat(received.head()).startsWith("POST " + upstreamPath + " HTTP/1.1");
            assertThat(received.header("authorization")).isEqualTo("Bearer sk-upstream-secret-0123456789");
            assertThat(received.body()).isEqualTo("{ \"model\":\"m-1\", \"x\":1.0 }");
            gateway.awaitRow(
                    "select outcome || http_status || model_asked || model_used from llm_usage_logs where call_id::text = '"
                            + answer.header("x-penstock-call-id") + "'",
                    "completed200up/m-1m-1");
        }
    }

    @Test
    void handsBinaryOnByteForByteAsItArrives() throws Exception {
        // Given
        CountDownLatch heard = new CountDownLatch(1);
        byte[] sound = {0, (byte) 0xFF, 13, 10, (byte) 0xC3};
        upstream.plays((request, wire) -> {
            wire.write("HTTP/1.1 200 OK\r\ncontent-type: audio/mpeg\r\ntransfer-encoding: chunked\r\n\r\n");
            wire.chunk(sound);
            assertThat(heard.await(5, TimeUnit.SECONDS)).isTrue();
            wire.chunk(sound);
            wire.endOfChunks();
        });
        String body = "{\"model\":\"up-tts\",\"input\":\"hi\",\"voice\":\"x\"}";
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head("/v1/audio/speech", "content-length: " + body.length()))
                    .send(body);
            // When
            String head = caller.head();
            byte[] first = caller.chunk();
            heard.countDown();
            byte[] second = caller.chunk();
            byte[] end = caller.chunk();
            // Then
            assertThat(head).startsWith("HTTP/1.1 200").contains("content-type: audio/mpeg");
            assertThat(first).isEqualTo(sound);
            assertThat(second).isEqualTo(sound);
            assertThat(end).isEmpty();
        }
    }

    @Test
    void endsUncleanlyWhenTheAnswerBreaksOff() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk("data: {\"type\":\"speech.audio.delta\"}\n\n");
            wire.reset();
        });
        String body = "{\"model\":\"up-tts-cut\"}";
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head("/v1/audio/speech", "content-length: " + body.length()))
                    .send(body)
                    .answer();
            // Then
            assertThat(answer.whole()).isFalse();
            assertThat(answer.body()).contains("speech.audio.delta", "event: error");
            gateway.awaitRow("select outcome from llm_usage_logs where model_asked = 'up-tts-cut'", "stream_broken");
        }
    }

    @ParameterizedTest
    @CsvSource({"up-w, up-w", "up/whisper-1, whisper-1"})
    void keepsAFormAndItsBoundaryAndPutsTheTargetsModelIntoIt(String model, String sent) throws Exception {
        // Given
        upstream.plays((request, wire) ->
                wire.write("HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello"));
        String form = field("language", "en") + field("model", model) + fileHead() + "RIFF\r\n--b1--\r\n";
        // When
        Answer answer = form(form);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.header("content-type")).isEqualTo("text/plain");
        Received received = upstream.next();
        assertThat(received.head()).startsWith("POST /v1/audio/transcriptions HTTP/1.1");
        assertThat(received.header("content-type")).isEqualTo("multipart/form-data; boundary=b1");
        assertThat(received.body()).isEqualTo(form.replace("\r\n" + model + "\r\n", "\r\n" + sent + "\r\n"));
        assertThat(received.head()).doesNotContain(TestGateway.CLIENT_KEY);
    }

    @Test
    void asksForAFormWhoseCallerWaits() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, "{\"text\":\"x\"}"));
        String form = field("model", "up-wait") + "--b1--\r\n";
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(FORM, TYPE, "expect: 100-continue", "content-length: " + form.length()));
            // Then
            assertThat(caller.head()).isEqualTo("HTTP/1.1 100 Continue\n");
            assertThat(caller.send(form).answer().body()).isEqualTo("{\"text\":\"x\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "nobody/knows, 404, model_not_found",
        "' ', 400, invalid_value",
    })
    void refusesAModelItDoesNotServe(String model, int status, String code) throws Exception {
        // When
        Answer answer = form(field("model", model) + fileHead() + "x".repeat(500_000) + "\r\n--b1--\r\n");
        // Then
        refused(answer, status, code, "model");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void wantsTheModelBeforeTheFile() throws Exception {
        // When
        Answer answer = form(fileHead() + "x".repeat(200_000) + "\r\n" + field("model", "up-1") + "--b1--\r\n");
        // Then
        refused(answer, 400, "missing_required_parameter", "model");
        assertThat(answer.body()).contains("send 'model' before 'file'");
    }

    @Test
    void takesTheModelAfterASmallFile() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, "{\"text\":\"small\"}"));
        // When
        Answer answer = form(fileHead() + "x".repeat(30_000) + "\r\n" + field("model", "up-1") + "--b1--\r\n");
        // Then
        assertThat(answer.body()).isEqualTo("{\"text\":\"small\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--b1--\r\n", "", "no form at all"})
    void wantsAModel(String form) throws Exception {
        refused(form(form), 400, "missing_required_parameter", "model");
    }

    @Test
    void wantsABoundary() throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(
                            RawCaller.head(FORM, "content-type: multipart/form-data", "content-length: 2") + "ab")
                    .answer();
            // Then
            refused(answer, 400, "invalid_form", null);
        }
    }

    @Test
    void refusesAnUploadThatDeclaresTooMuch() throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(FORM, TYPE, "content-length: " + (UPLOAD_BYTES_MAX + 1)))
                    .answer();
            // Then
            refused(answer, 413, "request_too_large", null);
            assertThat(answer.body()).contains("limits.upload_bytes_max");
        }
    }

    @Test
    void wantsAKeyBeforeItReadsAnything() throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(FORM, TYPE, "content-length: 10")
                            .replace(TestGateway.CLIENT_KEY, "pk-wrong"))
                    .answer();
            // Then
            refused(answer, 401, "invalid_api_key", null);
        }
    }

    private static void refused(Answer answer, int status, String code, String param) {
        assertThat(answer.status()).isEqualTo(status);
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("param")).isEqualTo(param);
    }
}
