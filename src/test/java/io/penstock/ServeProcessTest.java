package io.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the real process with its embedded database: first start, next starts, signals, sudden death. */
class ServeProcessTest {
    private static final Pattern CLIENT_KEY = Pattern.compile("client key +(pk-\\S+)");
    private static final Pattern LINES_TO_PASTE = Pattern.compile("(?s)( +export .*?}')\n");
    private static final Path PROCESS_STATUS = Path.of("/proc/self/status");
    /** As kill numbers them. */
    private static final int HANGUP = 1;

    private static final int INTERRUPT = 2;

    /** Less than the 30 s that open calls may take by default, and a little for the rest. */
    private static final int DRAIN_SECONDS_MAX = 35;

    @TempDir
    static Path directory;

    private static String firstOutput;
    private static String clientKey;
    private static String pasted;
    private static EmbeddedRows rows;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void startForTheFirstTime() throws Exception {
        rows = new EmbeddedRows(directory.resolve(".penstock"));
        try (ServerProcess first = ServerProcess.serve(directory)) {
            firstOutput = first.output();
            clientKey = first.awaitOutput(CLIENT_KEY).group(1);
            Matcher lines = first.awaitOutput(LINES_TO_PASTE);
            Process shell = new ProcessBuilder("sh", "-c", lines.group(1))
                    .redirectErrorStream(true)
                    .start();
            pasted = new String(shell.getInputStream().readAllBytes(), UTF_8);
            shell.waitFor(10, TimeUnit.SECONDS);
            rows.await("select count(*) from llm_usage_logs", "1");
        }
    }

    @Test
    void firstStartShowsTheKeysAndLinesThatWorkAsPrinted() {
        // Then
        assertThat(firstOutput)
                .contains("(first start only)", "Shown once", "admin key", directory.toString())
                .doesNotContain("WARN", "ERROR");
        assertThat(pasted).contains("data: {", "data: [DONE]");
    }

    @Test
    void nextStartShowsNoKeyKnowsTheOldOneAndTheRowsAndReadsItsConfigurationAgainOnHangup() throws Exception {
        // When
        try (ServerProcess next = ServerProcess.serve(directory)) {
            // Then
            assertThat(next.output()).doesNotContain("first start only", "client key  pk-", "admin key");
            assertThat(call(next, "sim-fast", false).statusCode()).isEqualTo(200);
            assertThat(rows.ask("select count(*) > 0 from llm_usage_logs where provider = 'sim' and streaming"))
                    .isEqualTo("t");
            assumeFalse(isIgnored(HANGUP), "what was started by nohup ignores SIGHUP, and so do we");
            next.signal("HUP");
            next.awaitOutput(Pattern.compile("the configuration was read again"));
            assertThat(call(next, "sim-fast", false).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void toldToStopItEndsOpenStreamsTakesNoMoreCallersAndWritesTheirRows(String signal) throws Exception {
        assumeFalse(signal.equals("INT") && isIgnored(INTERRUPT), "a background job ignores SIGINT, and so do we");
        // Given
        String callId;
        try (ServerProcess server = ServerProcess.serve(directory)) {
            int port = server.port();
            HttpResponse<InputStream> answer = call(server, "sim-100x50", true);
            callId = answer.headers().firstValue("x-penstock-call-id").orElseThrow();
            BufferedReader stream = new BufferedReader(new InputStreamReader(answer.body(), UTF_8));
            assertThat(stream.readLine()).startsWith("data: ");

            // When
            server.signal(signal);

            // Then
            awaitRefusal(port);
            assertThat(String.join("\n", stream.readAllLines())).endsWith("data: [DONE]\n");
            assertThat(server.awaitEnd(DRAIN_SECONDS_MAX)).isEqualTo(signal.equals("TERM") ? 143 : 130);
            assertThat(server.output()).endsWith("Draining open calls and stopping ...\nStopped.\n");
            assertThat(server.errors()).isEmpty();
            assertThat(rows.processes()).isEmpty();
        }
        try (ServerProcess next = ServerProcess.serve(directory)) {
            assertThat(rows.ask("select outcome || output_tokens from llm_usage_logs where call_id = '" + callId + "'"))
                    .isEqualTo("completed100");
        }
    }

    @Test
    void killedWithoutWarningItStartsAgainWithEverythingWritten() throws Exception {
        // Given
        String callId;
        try (ServerProcess server = ServerProcess.serve(directory)) {
            HttpResponse<InputStream> answer = call(server, "sim-fast", false);
            callId = answer.headers().firstValue("x-penstock-call-id").orElseThrow();
            rows.await("select outcome from llm_usage_logs where call_id = '" + callId + "'", "completed");

            // When
            server.signal("KILL");

            // Then
            assertThat(server.awaitEnd(10)).isEqualTo(137);
        }
        try (ServerProcess next = ServerProcess.serve(directory)) {
            assertThat(call(next, "sim-fast", false).statusCode()).isEqualTo(200);
            assertThat(rows.ask("select outcome from llm_usage_logs where call_id = '" + callId + "'"))
                    .isEqualTo("completed");
        }
        assertThat(rows.processes()).isEmpty();
    }

    @Test
    void toldToStopWhileItStartsItLeavesNoDatabaseRunning(@TempDir Path fresh) throws Exception {
        // Given
        EmbeddedRows none = new EmbeddedRows(fresh.resolve(".penstock"));
        try (ServerProcess server = ServerProcess.run(fresh, Map.of("PORT", "0"), List.of())) {
            server.awaitOutput(Pattern.compile("creating the database"));

            // When
            server.signal("TERM");

            // Then
            assertThat(server.awaitEnd(90)).isEqualTo(143);
            assertThat(server.output())
                    .contains("Stopping as soon as the start is over")
                    .endsWith("Stopped.\n");
            assertThat(server.errors()).isEmpty();
            assertThat(none.processes()).isEmpty();
        }
    }

    private HttpResponse<InputStream> call(ServerProcess server, String model, boolean stream)
            throws IOException, InterruptedException {
        String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/v1/chat/completions"))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + clientKey)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private static void awaitRefusal(int port) throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (System.nanoTime() - deadline < 0) {
            try (Socket accepted = new Socket(InetAddress.getLoopbackAddress(), port)) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            } catch (ConnectException e) {
                return;
            }
        }
        throw new AssertionError("new connections are still accepted after 5 s");
    }

    /** Second bit of the mask: a process inherits from a shell's background job that SIGINT is to be ignored. */
    private static boolean isIgnored(int signal) throws IOException {
        return Files.exists(PROCESS_STATUS)
                && Files.readAllLines(PROCESS_STATUS).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << signal - 1) != 0);
    }
}
