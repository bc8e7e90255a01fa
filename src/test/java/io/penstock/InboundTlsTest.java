package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.store.Await;
import io.penstock.store.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 with and without TLS, HTTP/1.1 over TLS, and certificates that change under way. */
class InboundTlsTest {
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    private static Path directory;

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static int tlsPort;
    private static Path certificate;
    private static Path key;

    @BeforeAll
    static void start() throws Exception {
        upstream = new ScriptedUpstream();
        TestCertificate first = TestCertificate.selfSigned(directory, "first.example");
        certificate = first.certificate();
        key = first.key();
        try (ServerSocket free = new ServerSocket(0)) {
            tlsPort = free.getLocalPort();
        }
        gateway = TestGateway.start("""
                server: {tls: {port: %d, certificate: "%s", key: "%s"}}
                timeouts: {idle_seconds: 1}
                usage: {flush_millis: 20}
                answers: {metadata: false}
                providers:
                  up: {base_url: "%s", api_key: sk-upstream-secret-0123456789, models: ["up-*"]}
                """.formatted(tlsPort, certificate, key, upstream.baseUrl()), Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
        Await.result(VERTX.close());
    }

    private static HttpClient client(String kind) {
        boolean tls = !kind.equals("h2c");
        return VERTX.createHttpClient(new HttpClientOptions()
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(tls ? tlsPort : gateway.port())
                .setProtocolVersion(kind.equals("http/1.1") ? HttpVersion.HTTP_1_1 : HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setSsl(tls)
                .setUseAlpn(tls)
                .setTrustAll(tls)
                .setVerifyHost(false));
    }

    private static RequestOptions call() {
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setURI("/v1/chat/completions")
                .putHeader("authorization", "Bearer " + TestGateway.CLIENT_KEY);
    }

    /** The answer is asked for on its own event loop: from here it can be over before, and its body never comes. */
    private static String ask(HttpClient client, String body) throws Exception {
        return Await.result(client.request(call())
                .compose(request -> request.send(Buffer.buffer(body))
                        .compose(response -> response.body().map(text -> response.statusCode() + " " + text))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "h2", "http/1.1"})
    void answersWholeAndStreamed(String kind) throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            if (request.body().contains("stream")) {
                wire.streamHead();
                wire.token("Hi");
                wire.finish();
                wire.done();
            } else {
                wire.json(200, "{\"whole\":1}");
            }
        });
        HttpClient client = client(kind);
        // When
        String whole = ask(client, "{\"model\":\"up-1\"}");
        String stream = ask(client, "{\"model\":\"up-1\",\"stream\":true}");
        String refused = ask(client, "{\"model\":7}");
        // Then
        assertThat(whole).isEqualTo("200 {\"whole\":1}");
        assertThat(stream).startsWith("200 data: ").endsWith("data: [DONE]\n\n");
        assertThat(refused).startsWith("400 ");
        Await.result(client.close());
    }

    @ParameterizedTest
    @CsvSource({"h2c, true", "h2, true", "h2c, false", "h2, false"})
    void stopsTheProviderWhenTheCallerResetsItsStreamAndLeavesTheOthersAlone(String kind, boolean begun)
            throws Exception {
        // Given
        CompletableFuture<Boolean> stopped = new CompletableFuture<>();
        CompletableFuture<Void> asked = new CompletableFuture<>();
        String model = "up-reset-" + kind + "-" + begun;
        upstream.plays((request, wire) -> {
            boolean cancelled = request.body().contains("up-reset");
            if (begun || !cancelled) {
                wire.streamHead();
                wire.token("Hi");
            }
            if (cancelled) {
                asked.complete(null);
                stopped.complete(wire.closedWithin(1_000));
            } else {
                assertThat(stopped.join()).isTrue();
                wire.finish();
                wire.done();
            }
        });
        HttpClient client = client(kind);
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> whole(client, "{\"model\":\"up-other\",\"stream\":true}"));
        upstream.next();
        // When
        HttpClientRequest call = Await.result(client.request(call()));
        Future<HttpClientResponse> answer = call.send(Buffer.buffer("{\"model\":\"" + model + "\",\"stream\":true}"));
        asked.get(5, TimeUnit.SECONDS);
        if (begun) {
            Await.result(answer);
        }
        Await.result(call.reset(8).otherwiseEmpty());
        // Then
        assertThat(other.get(10, TimeUnit.SECONDS)).endsWith("data: [DONE]\n\n");
        gateway.awaitRow("select outcome from llm_usage_logs where model_asked = '" + model + "'", "client_cancelled");
        Await.result(client.close());
    }

    private static String whole(HttpClient client, String body) {
        try {
            return ask(client, body);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void resetsTheStreamWhoseProviderDies() throws Exception {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.token("Hi");
            assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
            wire.reset();
        });
        HttpClient client = client("h2c");
        CompletableFuture<Throwable> ended = new CompletableFuture<>();
        Buffer read = Buffer.buffer();
        // When
        client.request(call())
                .compose(request -> request.send(Buffer.buffer("{\"model\":\"up-dies\",\"stream\":true}"))
                        .onSuccess(response -> response.handler(chunk -> {
                                    read.appendBuffer(chunk);
                                    begun.countDown();
                                })
                                .exceptionHandler(ended::complete)
                                .endHandler(end -> ended.completeExceptionally(new AssertionError("a clean end")))));
        // Then
        assertThat(ended.get(5, TimeUnit.SECONDS)).hasMessageContaining("reset");
        assertThat(read.toString())
                .contains("event: error", "provider_cut_answer")
                .doesNotContain("[DONE]");
        Await.result(client.close());
    }

    @Test
    void showsANewCertificateAndKeepsTheOldOneWhenTheNewIsBroken() throws Exception {
        // Given
        assertThat(shown()).isEqualTo("CN=first.example");
        TestCertificate second = TestCertificate.selfSigned(directory, "second.example");
        TestCertificate third = TestCertificate.selfSigned(directory, "third.example");
        // When
        replace(certificate, second.certificate());
        replace(key, second.key());
        // Then
        Await.until("the new certificate is shown", () -> shown().equals("CN=second.example"));
        assertThat(ask(client("h2"), "{\"model\":7}")).startsWith("400 ");
        // A key of another certificate, then no PEM at all: nothing changes, and a good pair is taken again.
        replace(certificate, third.certificate());
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(4_200);
        while (System.nanoTime() < until) {
            assertThat(shown()).isEqualTo("CN=second.example");
        }
        replace(key, third.key());
        Await.until("the third certificate is shown", () -> shown().equals("CN=third.example"));
    }

    private static void replace(Path file, Path by) throws Exception {
        Path next = file.resolveSibling("next.pem");
        Files.copy(by, next, StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String shown() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustsAll()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", tlsPort)) {
                X509Certificate seen = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return seen.getSubjectX500Principal().getName();
            }
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            return e.toString();
        }
    }

    private static final class TrustsAll extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
