package io.penstock;

import io.penstock.config.SettingsLoader;
import io.penstock.store.Await;
import io.penstock.store.TestDatabase;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * A whole gateway as {@code penstock serve} makes it, on free ports of this machine and a database of its own, with a
 * configuration the test writes.
 */
public final class TestGateway implements AutoCloseable {
    public static final String CLIENT_KEY = "pk-test-client-0123456789";
    static final String ADMIN_KEY = "pk-test-admin-0123456789";

    /** Settings under which a provider's failure is the caller's, at once and every time. */
    static final String ONE_ATTEMPT = """
            resilience:
              attempts_max: 1
              rescue: false
              breaker: {streak: 10000, outcomes_min: 10000}
              bench: {rate_limit_seconds_min: 1, rate_limit_seconds_max: 1, model_seconds: 1, key_seconds: 1}
            """;

    private final TestDatabase database;
    private final Gateway gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private TestGateway(TestDatabase database, Gateway gateway) {
        this.database = database;
        this.gateway = gateway;
    }

    /**
     * Starts one.
     *
     * @param yaml the configuration file
     * @param environment variables beside the two key presets, {@code PORT} and {@code DATABASE_URL}
     */
    public static TestGateway start(String yaml, Map<String, String> environment) throws IOException, SQLException {
        TestDatabase database = TestDatabase.empty();
        Path file = Files.createTempFile("penstock-test", ".yaml");
        try {
            Files.writeString(file, yaml);
            Map<String, String> variables = new HashMap<>(environment);
            variables.put("PENSTOCK_CONFIG", file.toString());
            variables.put("DATABASE_URL", database.url());
            variables.put("PENSTOCK_API_KEY", CLIENT_KEY);
            variables.put("PENSTOCK_ADMIN_KEY", ADMIN_KEY);
            variables.putIfAbsent("PORT", "0");
            return new TestGateway(database, Gateway.start(new SettingsLoader(variables).load(), progress -> {}));
        } finally {
            Files.delete(file);
        }
    }

    /**
     * With one provider {@code up} at this base URL, which needs no key and takes any model, and the simulator. Its answers
     * arrive as they are, without {@code _metadata}.
     */
    static TestGateway before(String baseUrl, String moreYaml) throws IOException, SQLException {
        return start("answers: {metadata: false}\n" + moreYaml + """

                        providers:
                          up:
                            base_url: %s
                            api_key: sk-upstream-secret-0123456789
                            models: ["up-*"]
                        """.formatted(baseUrl), Map.of());
    }

    int port() {
        return gateway.started().port();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    TestDatabase database() {
        return database;
    }

    HttpClient client() {
        return client;
    }

    Socket socket() throws IOException {
        return new Socket("127.0.0.1", port());
    }

    /** A request with the client key and a JSON body, ready to be changed or sent. */
    HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + CLIENT_KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + CLIENT_KEY);
    }

    /** Asks PostgreSQL until it says what is expected; fails with its last answer after ten seconds. */
    void awaitRow(String sql, String expected) throws SQLException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String last = database.ask(sql);
        while (!Objects.equals(last, expected)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(sql + "\nsays " + last + " and not " + expected);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            last = database.ask(sql);
        }
    }

    /** Waits until so many calls are under way, by the gateway's own meters. */
    void awaitOpenCalls(int expected) {
        Await.until(expected + " open calls", () -> metric("penstock_open_calls") == expected);
    }

    /** The sum of all series of one metric. */
    double metric(String name) {
        try {
            String text = client.send(get("/metrics").build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
