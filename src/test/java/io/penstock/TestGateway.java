package io.penstock;

import io.penstock.config.SettingsLoader;
import io.penstock.store.Await;
import io.penstock.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

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

    private static final String CONFIGURATION = "test.yaml";

    private final TestDatabase database;
    private final Gateway gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Path directory;

    private TestGateway(TestDatabase database, Gateway gateway, Path directory) {
        this.database = database;
        this.gateway = gateway;
        this.directory = directory;
    }

    /**
     * Starts one.
     *
     * @param yaml the configuration file
     * @param environment variables beside the two key presets, {@code PORT} and {@code DATABASE_URL}
     */
    public static TestGateway start(String yaml, Map<String, String> environment) throws IOException, SQLException {
        TestDatabase database = TestDatabase.empty();
        Path directory = Files.createTempDirectory("penstock-test");
        Path file = Files.writeString(directory.resolve(CONFIGURATION), yaml);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PENSTOCK_CONFIG", file.toString());
        variables.put("DATABASE_URL", database.url());
        variables.put("PENSTOCK_API_KEY", CLIENT_KEY);
        variables.put("PENSTOCK_ADMIN_KEY", ADMIN_KEY);
        variables.putIfAbsent("PORT", "0");
        variables.putIfAbsent("PENSTOCK_DATA_DIR", directory.resolve("data").toString());
        try {
            Gateway gateway = Gateway.start(new SettingsLoader(variables).load(), progress -> {});
            return new TestGateway(database, gateway, directory);
        } catch (RuntimeException e) {
            delete(directory);
            throw e;
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

    /** Writes another configuration in the place of its own. */
    void rewrite(String yaml) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
        Files.move(next, directory.resolve(CONFIGURATION), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As SIGHUP. */
    void reread() {
        gateway.reread();
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        delete(directory);
    }
}
