package io.penstock;

import static io.penstock.Forms.atOnce;
import static io.penstock.Forms.field;
import static io.penstock.Forms.fileHead;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
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

/** Forms pass as they arrive, no faster than their provider takes them, and stop when either side does. */
class RelayUploadTest {
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

    private static void refused(Answer answer, int status, String code, String param) {
        assertThat(answer.status()).isEqualTo(status);
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("param")).isEqualTo(param);
    }
}
