package io.penstock;

import static io.penstock.store.Await.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.config.SettingsLoader;
import io.penstock.store.StoreException;
import io.penstock.store.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A start that finds PostgreSQL away. */
class PostgresAwayTest {
    private static final String CLIENT = "pk-client-0123456789";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void goesAheadWithTheSealedCopyAndFollowsPostgresWhenItIsBack() throws Exception {
        TestDatabase database = TestDatabase.empty();
        URI url = URI.create(database.url());
        try (SwitchedPort port = new SwitchedPort(url.getPort())) {
            // Given
            Map<String, String> environment =
                    environment(database.url().replace(":" + url.getPort(), ":" + port.port()));
            refusesWithoutACopy(port, environment);
            try (Gateway first = start(environment)) {
                change(database, "changed");
                until("the change is served", () -> listed(first, "changed"));
                until("it is kept as well", () -> copies() == 1);
            }

            // When
            port.off();
            try (LogLines log = new LogLines();
                    Gateway second = start(environment)) {
                // Then
                assertThat(log.with("Started with the catalog and the access keys as they were last"))
                        .hasSize(1);
                assertThat(listed(second, "changed")).isTrue();
                assertThat(status(second, "/v1/chat/completions")).isEqualTo(200);
                change(database, "later");
                port.on();
                until("PostgreSQL is followed again", () -> listed(second, "later"));
                change(database, "last");
                until("and listened to", () -> listed(second, "last"));
            }
            refusesACopyThatWasTamperedWith(port, environment);
        }
    }

    private static void change(TestDatabase database, String model) throws SQLException {
        database.execute(
                "update llm_providers set spec = spec || '{\"models\": [\"" + model + "\"]}' where name = 'up'");
    }

    private static void refusesWithoutACopy(SwitchedPort port, Map<String, String> environment) throws IOException {
        port.off();
        assertThatThrownBy(() -> start(environment))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot connect");
        port.on();
    }

    private void refusesACopyThatWasTamperedWith(SwitchedPort port, Map<String, String> environment) throws Exception {
        // Given
        port.off();
        Path copy = copy();
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);

        // Then
        assertThatThrownBy(() -> start(environment))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("Cannot connect")
                .hasMessageContaining("was changed or cut off");
    }

    private Map<String, String> environment(String url) throws IOException {
        Path file = Files.writeString(directory.resolve("penstock.yaml"), """
                providers:
                  up: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [a]}
                """);
        return Map.of(
                "PENSTOCK_CONFIG",
                file.toString(),
                "PENSTOCK_DATA_DIR",
                directory.resolve("data").toString(),
                "PENSTOCK_API_KEY",
                CLIENT,
                "DATABASE_URL",
                url,
                "PORT",
                "0");
    }

    private static Gateway start(Map<String, String> environment) {
        return Gateway.start(new SettingsLoader(environment).load(), progress -> {});
    }

    private boolean listed(Gateway gateway, String model) {
        try {
            return get(gateway, "/v1/models").body().contains("\"" + model + "\"");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(Gateway gateway, String path) throws IOException, InterruptedException {
        return client.send(request(gateway, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int status(Gateway gateway, String path) throws IOException, InterruptedException {
        String body = "{\"model\": \"sim-fast\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}";
        HttpRequest call = request(gateway, path)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(call, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest.Builder request(Gateway gateway, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.started().port() + path))
                .header("authorization", "Bearer " + CLIENT)
                .header("content-type", "application/json");
    }

    private long copies() {
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".sealed")).count();
        } catch (IOException e) {
            return 0;
        }
    }

    private Path copy() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("data"))) {
            return files.filter(file -> file.toString().endsWith(".sealed"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
