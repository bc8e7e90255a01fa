package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.google.AccountFile;
import io.penstock.google.TokenEndpoint;
import io.penstock.store.Await;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to Vertex AI with nothing but a service account's key file. */
class VertexAccountTest {
    private static final String ASK =
            "{\"model\":\"vertex/gemini-2.5-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String GENERATED =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hello from afar.\"}]},\"finishReason\":\"STOP\",\"index\":0}],"
                    + "\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2,\"totalTokenCount\":3}}";

    private static AccountFile account;

    @TempDir
    private Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private TokenEndpoint endpoint;
    private HttpServer vertex;

    @BeforeAll
    static void makeKeys() throws Exception {
        account = AccountFile.made();
    }

    @BeforeEach
    void open() throws Exception {
        endpoint = new TokenEndpoint(account.pair().getPublic());
        vertex = Await.result(vertx.createHttpServer()
                .requestHandler(request -> {
                    seen.add(request.path() + " " + request.getHeader("authorization"));
                    request.response()
                            .putHeader("content-type", "application/json")
                            .end(GENERATED);
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        Await.result(vertx.close());
        endpoint.close();
    }

    private TestGateway gateway() throws Exception {
        Path file = account.write(folder, endpoint.uri());
        return TestGateway.start(
                TestGateway.ONE_ATTEMPT + "providers: {vertex: {base_url: 'http://127.0.0.1:" + vertex.actualPort()
                        + "/v1', openai_paths: /openai}}\n",
                Map.of("GOOGLE_CLOUD_PROJECT", "p", "GOOGLE_APPLICATION_CREDENTIALS", file.toString()));
    }

    private static CompletableFuture<HttpResponse<String>> ask(TestGateway gateway) {
        return gateway.client()
                .sendAsync(gateway.post("/v1/chat/completions", ASK).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void showsEveryRequestTheTokenOfOneExchange() throws Exception {
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway()) {
            // When
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(ask(gateway));
            }

            // Then
            for (var call : calls) {
                assertThat(call.get().body()).contains("Hello from afar.");
            }
            assertThat(seen)
                    .hasSize(20)
                    .containsOnly("/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-flash"
                            + ":generateContent Bearer ya29.token-1");
            assertThat(endpoint.claims()).hasSize(1);
            assertNothingSecretIn(log);
        }
    }

    @Test
    void showsATokenWithCallsThatPassUnreadToo() throws Exception {
        try (TestGateway gateway = gateway()) {
            // When
            String answer = gateway.client()
                    .send(
                            gateway.post("/v1/images/generations", "{\"model\":\"vertex/gemini-2.5-flash\"}")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();

            // Then
            assertThat(answer).isEqualTo(GENERATED);
            assertThat(seen).containsExactly("/v1/openai/images/generations Bearer ya29.token-1");
        }
    }

    @Test
    void tellsCallersOfAnAccountThatIsRefusedAndShowsTheProviderNothing() throws Exception {
        // Given
        endpoint.answers(400, "{\"error\":\"invalid_grant\",\"error_description\":\"Account has been deleted\"}");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway()) {
            // When
            HttpResponse<String> answer = ask(gateway).get();

            // Then
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("provider_key_rejected").doesNotContain("invalid_grant");
            assertThat(seen).isEmpty();
            assertThat(log.with("answered 400 invalid_grant: Account has been deleted"))
                    .isNotEmpty();
            assertNothingSecretIn(log);
        }
    }

    @Test
    void tellsCallersOfATokenEndpointThatIsNotWell() throws Exception {
        // Given
        endpoint.answers(500, "oops");
        try (LogLines log = new LogLines();
                TestGateway gateway = gateway()) {
            // When
            HttpResponse<String> answer = ask(gateway).get();

            // Then
            assertThat(answer.statusCode()).isEqualTo(502);
            assertThat(answer.body()).contains("No access token for vertex could be got.");
            assertThat(seen).isEmpty();
            assertNothingSecretIn(log);
        }
    }

    @Test
    void reportsInItsHealthWhetherTheAccountIsGrantedTokens() throws Exception {
        // Given
        try (TestGateway gateway = gateway()) {
            // Then
            Await.until("a finding", () -> health(gateway).contains("grants access tokens"));
        }
    }

    private static String health(TestGateway gateway) {
        return gateway.client()
                .sendAsync(gateway.get("/health").build(), HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }

    private static void assertNothingSecretIn(LogLines log) {
        assertThat(log.all())
                .noneMatch(line -> line.contains(account.secret().substring(0, 40)))
                .noneMatch(line -> line.contains("ya29."))
                .noneMatch(line -> line.contains("eyJ"))
                .noneMatch(line -> line.contains("PRIVATE KEY"));
    }
}
