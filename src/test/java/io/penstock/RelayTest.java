package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.penstock.ScriptedUpstream.Received;
import io.penstock.ScriptedUpstream.Script;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
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
    private static final String TYPE = "content-type: multipart/form-data; boundary=b1";
    private static final String FORM = "/v1/audio/transcriptions";

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

    private static String field(String name, String value) {
        return "--b1\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static String fileHead() {
        return "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
                + "Content-Type: audio/wav\r\n\r\n";
    }

    private static Answer form(String form) throws IOException {
        byte[] bytes = form.getBytes(StandardCharsets.UTF_8);
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.send(RawCaller.head(FORM, TYPE, "content-length: " + bytes.length))
                    .send(bytes)
                    .answer();
        }
    }

    /** What is done before a request's body is read. */
    private static Script atOnce(Script script) {
        return new Script() {
            @Override
            public void answer(Received request, ScriptedUpstream.Wire wire) throws IOException, InterruptedException {
                script.answer(request, wire);
            }

            @Override
            public boolean afterTheBody() {
                return false;
            }
        };
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
    void passesAnUploadOnBeforeItsEndHasBeenSent() throws Exception {
        // Given
        int size = 30 << 20;
        CompletableFuture<Integer> firstMegabyte = new CompletableFuture<>();
        CompletableFuture<Integer> all = new CompletableFuture<>();
        String start = field("model", "up-big") + fileHead();
        String end = "\r\n--b1--\r\n";
        int length = start.length() + size + end.length();
        upstream.plays(atOnce((request, wire) -> {
            firstMegabyte.complete(wire.read(1 << 20).length);
            all.complete((1 << 20) + wire.read(length - (1 << 20)).length);
            wire.json(200, "{\"text\":\"long\"}");
        }));
        byte[] piece = new byte[1 << 20];
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(FORM, TYPE, "content-length: " + length)).send(start);
            // When
            caller.send(piece).send(piece);
            int before = firstMegabyte.get(5, TimeUnit.SECONDS);
            for (int sent = 2; sent < 30; sent++) {
                caller.send(piece);
            }
            caller.send(end);
            // Then
            assertThat(before).isEqualTo(1 << 20);
            assertThat(all.get(10, TimeUnit.SECONDS)).isEqualTo(length);
            assertThat(caller.answer().body()).isEqualTo("{\"text\":\"long\"}");
        }
    }

    @Test
    void takesNoMoreOfAnUploadThanTheProviderDoes() throws Exception {
        // Given
        CountDownLatch go = new CountDownLatch(1);
        String start = field("model", "up-slow") + fileHead();
        String end = "\r\n--b1--\r\n";
        int size = 30 << 20;
        int length = start.length() + size + end.length();
        upstream.plays(atOnce((request, wire) -> {
            assertThat(go.await(10, TimeUnit.SECONDS)).isTrue();
            wire.read(length);
            wire.json(200, "{\"text\":\"slow\"}");
        }));
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(FORM, TYPE, "content-length: " + length)).send(start);
            java.util.concurrent.atomic.AtomicInteger taken = new java.util.concurrent.atomic.AtomicInteger();
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 30; i++) {
                        caller.send(new byte[1 << 20]);
                        taken.incrementAndGet();
                    }
                    caller.send(end);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            // When
            boolean allTaken = sender.join(java.time.Duration.ofMillis(1_500));
            int before = taken.get();
            go.countDown();
            // Then
            assertThat(allTaken).isFalse();
            assertThat(before).isLessThan(25);
            assertThat(caller.answer().body()).isEqualTo("{\"text\":\"slow\"}");
        }
    }

    @Test
    void passesAFormWithoutALengthOnInChunks() throws Exception {
        // Given
        CompletableFuture<String> seen = new CompletableFuture<>();
        String form = field("model", "up/w") + fileHead() + "RIFF\r\n--b1--\r\n";
        String expected = form.replace("up/w", "w");
        upstream.plays(atOnce((request, wire) -> {
            StringBuilder body = new StringBuilder();
            for (int size = chunkSize(wire); size > 0; size = chunkSize(wire)) {
                body.append(new String(wire.read(size), StandardCharsets.UTF_8));
                wire.read(2);
            }
            wire.read(2);
            seen.complete(body.toString());
            wire.json(200, "{}");
        }));
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            caller.send(RawCaller.head(FORM, TYPE, "transfer-encoding: chunked"));
            for (int at = 0; at < form.length(); at += 10) {
                String piece = form.substring(at, Math.min(form.length(), at + 10));
                caller.send(Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n");
            }
            Answer answer = caller.send("0\r\n\r\n").answer();
            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(upstream.next().header("transfer-encoding")).isEqualTo("chunked");
            assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo(expected);
        }
    }

    private static int chunkSize(ScriptedUpstream.Wire wire) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append((char) wire.read(1)[0]);
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    @Test
    void asksTheNextTargetWhileTheBodyIsThereFromItsBeginning() throws Exception {
        // Given
        String yaml = """
                providers:
                  shut: {base_url: "http://127.0.0.1:1/v1", keyless: true, models: [both]}
                  open: {base_url: "%s", keyless: true, models: [both]}
                """.formatted(upstream.baseUrl());
        upstream.plays((request, wire) -> wire.json(200, "{\"text\":\"second\"}"));
        String form = field("model", "both") + fileHead() + "x\r\n--b1--\r\n";
        try (TestGateway two = TestGateway.start(yaml, java.util.Map.of());
                RawCaller caller = RawCaller.of(two)) {
            // When
            Answer answer = caller.send(RawCaller.head(FORM, TYPE, "content-length: " + form.length()))
                    .send(form)
                    .answer();
            // Then
            assertThat(answer.body()).isEqualTo("{\"text\":\"second\"}");
            assertThat(answer.header("x-penstock-attempts")).isEqualTo("shut:unreachable,open:200");
        }
    }

    @Test
    void saysThatAChunkIsNoneInTheMiddleOfAnUpload() throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        String start = field("model", "up-torn") + fileHead();
        upstream.plays(atOnce((request, wire) -> {
            wire.read(20);
            stopped.complete(wire.read(1_000_000).length < 1_000_000);
        }));
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(FORM, TYPE, "transfer-encoding: chunked"))
                    .send(Integer.toHexString(start.length()) + "\r\n" + start + "\r\n");
            upstream.next();
            // When
            Answer answer = caller.send("zz\r\n").answer();
            // Then
            refused(answer, 400, "malformed_request", null);
            assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void resetsTheProviderWhenTheCallerLeavesInTheMiddleOfAnUpload() throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        String start = field("model", "up-gone") + fileHead();
        upstream.plays(atOnce((request, wire) -> {
            wire.read(start.length());
            stopped.complete(wire.closedWithin(2_000));
        }));
        RawCaller caller = RawCaller.of(gateway);
        caller.send(RawCaller.head(FORM, TYPE, "content-length: 1000000")).send(start);
        upstream.next();
        // When
        caller.close();
        // Then
        assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
        gateway.awaitRow(
                "select outcome || ' ' || (attempts->0->>'result') from llm_usage_logs where model_asked = 'up-gone'",
                "client_cancelled cancelled");
    }

    @Test
    void endsAnUploadThatStopsArriving() throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        String start = field("model", "up-still") + fileHead();
        upstream.plays(atOnce((request, wire) -> {
            wire.read(start.length());
            stopped.complete(wire.closedWithin(6_000));
        }));
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(FORM, TYPE, "content-length: 1000000"))
                    .send(start)
                    .answer();
            // Then
            assertThat(answer.status()).isEqualTo(408);
            assertThat(stopped.get(7, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void tellsARefusalThatComesBeforeTheUploadIsOver() throws Exception {
        // Given
        upstream.plays(atOnce((request, wire) -> wire.json(
                400, "{\"error\":{\"message\":\"bad sound\",\"type\":\"invalid_request_error\",\"code\":\"x\"}}")));
        String start = field("model", "up-early") + fileHead();
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(RawCaller.head(FORM, TYPE, "content-length: 1000000"))
                    .send(start)
                    .answer();
            // Then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("bad sound");
            gateway.awaitRow("select outcome from llm_usage_logs where model_asked = 'up-early'", "provider_refused");
        }
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
    void stopsAChunkedUploadOnceItIsTooLarge() throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        upstream.plays(atOnce((request, wire) -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (byte[] read = wire.read(1 << 16); read.length == 1 << 16; read = wire.read(1 << 16)) {
                all.write(read, 0, 1);
            }
            stopped.complete(true);
        }));
        byte[] piece = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        String start = field("model", "up-much") + fileHead();
        try (RawCaller caller = RawCaller.of(gateway)) {
            caller.send(RawCaller.head(FORM, TYPE, "transfer-encoding: chunked"))
                    .send(Integer.toHexString(start.length()) + "\r\n" + start + "\r\n");
            // When
            for (int sent = 0; sent <= UPLOAD_BYTES_MAX; sent += 0x8000) {
                caller.send(piece);
            }
            // Then
            refused(caller.answer(), 413, "request_too_large", null);
            assertThat(stopped.get(5, TimeUnit.SECONDS)).isTrue();
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
