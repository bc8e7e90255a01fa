package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.penstock.store.Await;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What the health worker asks of providers, and of nobody else. */
class HealthProbeTest {

    @Test
    void takesTheKeyNowhereAProviderPointsTo() throws Exception {
        // Given
        List<String> paths = new CopyOnWriteArrayList<>();
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            paths.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(paths.size() == 1 ? 302 : 200, -1);
            exchange.close();
        });
        provider.start();
        String baseUrl = "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1";
        // When
        try (TestGateway gateway = TestGateway.before(baseUrl, "")) {
            // Then
            Await.until("a finding", () -> !"unknown".equals(finding(gateway).getString("status")));
            assertThat(finding(gateway).getString("status")).isEqualTo("degraded");
            assertThat(finding(gateway).getString("detail")).isEqualTo("answered 302, a redirect");
            assertThat(paths).containsExactly("/v1/models");
        } finally {
            provider.stop(0);
        }
    }

    @Test
    void asksWhatProvesTheKeyBeforeItAsksForTheModels() throws Exception {
        // Given
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(exchange.getRequestMethod() + " " + path + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (path.endsWith("/models") ? "{'models':[{'name':'command-new'}]}" : "{'valid':true}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
        String entry = "providers: {up: {like: cohere, api_key: k, base_url: 'http://127.0.0.1:%d/v2'}}\n";

        // When
        try (TestGateway gateway =
                TestGateway.start(entry.formatted(provider.getAddress().getPort()), Map.of())) {
            // Then
            Await.until("the new model", () -> models(gateway).contains("command-new"));
            assertThat(finding(gateway).getString("status")).isEqualTo("healthy");
            assertThat(asked).containsExactly("POST /v1/check-api-key Bearer k", "GET /v1/models Bearer k");
        } finally {
            provider.stop(0);
        }
    }

    private static String models(TestGateway gateway) {
        try {
            return gateway.client()
                    .send(gateway.get("/v1/models").build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonObject finding(TestGateway gateway) {
        try {
            String body = gateway.client()
                    .send(gateway.get("/health").build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return new JsonObject(body).getJsonObject("providers").getJsonObject("up");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
