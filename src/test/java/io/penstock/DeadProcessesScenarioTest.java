package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.penstock.store.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that are stopped, killed, or unreachable as real machines are: processes, full queues, lost packets. */
class DeadProcessesScenarioTest {
    private static final Pattern LISTENS = Pattern.compile("at (http://\\S+)/v1");
    private static final String RULES = """
            timeouts: {connect_millis: 2000, headers_seconds: 4, idle_seconds: 1}
            resilience: {breaker: {open_seconds: 1, open_seconds_max: 1}}
            rules:
              - {models: ["real/*", "full/*", "deaf/*", "far/*"], hedge: false, fallbacks: [second/sim-fast]}
            """;

    @TempDir
    private static Path folder;

    private static ServerSocket full;
    private static ServerSocket deaf;
    private static final List<Socket> queued = new ArrayList<>();
    private ServerProcess process;
    private Stage stage;

    @BeforeAll
    static void listen() throws Exception {
        deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        boolean isFull = false;
        while (!isFull) {
            Socket socket = new Socket();
            queued.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 500);
            } catch (SocketTimeoutException e) {
                isFull = true;
            }
        }
    }

    @AfterAll
    static void close() throws Exception {
        for (Socket socket : queued) {
            socket.close();
        }
        full.close();
        deaf.close();
    }

    @AfterEach
    void stop() throws Exception {
        if (stage != null) {
            stage.close();
        }
        if (process != null) {
            process.signal("KILL");
            process.close();
        }
    }

    private void open(List<String> launcher, String host) throws Exception {
        process = ServerProcess.run(launcher, folder, Map.of(), List.of(), "simulate", "--host", host, "--port", "0");
        String url = process.awaitOutput(LISTENS).group(1) + "/v1";
        stage = new Stage(
                List.of(),
                RULES,
                List.of(
                        Stage.entry("real", url),
                        Stage.entry("far", url),
                        Stage.entry("full", "http://127.0.0.1:" + full.getLocalPort() + "/v1"),
                        Stage.entry("deaf", "http://127.0.0.1:" + deaf.getLocalPort() + "/v1")));
    }

    @Test
    void servesCallersOfAStoppedProcessElsewhereUntilItIsWokenAgain() throws Exception {
        // Given
        open(List.of(), "127.0.0.1");
        Scene fine = new Scene(stage, "real", "sim-fast", 1, true);
        fine.played().everybodyHasTheWholeAnswer();
        assertThat(fine.attempts()).containsExactly("up:200");
        WatchedCallers callers = new WatchedCallers(stage.gateway, "real/sim-60x30", 20);
        callers.awaitWords(10);
        // When
        process.signal("STOP");
        // Then
        for (Heard one : callers.heard()) {
            assertThat(one.text()).isEqualTo(stage.answer);
            assertThat(one.answer().whole()).isTrue();
            assertThat(one.ids()).hasSize(1);
        }
        ScenarioTable.put("SIGSTOP mid-stream, 20", callers.saw(), Set.of("real:stalled,second:200"), callers.millis());
        // Then, before the head
        Scene stopped = new Scene(stage, "real", "sim-fast", 20, true);
        stopped.played().everybodyHasTheWholeAnswer();
        assertThat(stopped.answeredBy()).containsExactly("second/sim-fast");
        stopped.told("SIGSTOP before the head");
        // When
        process.signal("CONT");
        // Then
        Await.until("it answers again", () -> answers("real"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void rescuesTheCallersOfAProcessThatIsKilledInTheMiddleOfTheirAnswers(int count) throws Exception {
        // Given
        open(List.of(), "127.0.0.1");
        WatchedCallers callers = new WatchedCallers(stage.gateway, "real/sim-60x30", count);
        callers.awaitWords(10);
        // When
        process.signal("KILL");
        // Then
        for (Heard one : callers.heard()) {
            assertThat(one.text()).isEqualTo(stage.answer);
            assertThat(one.answer().whole()).isTrue();
            assertThat(one.ids()).hasSize(1);
        }
        String where = " from llm_usage_logs where model_asked = 'real/sim-60x30'";
        stage.gateway.awaitRow("select count(*)" + where, String.valueOf(count));
        assertThat(stage.gateway
                        .database()
                        .ask("select string_agg(distinct outcome || ' ' || provider || ' ' || " + Scene.ATTEMPTS
                                + ", ';')" + where))
                .isEqualTo("completed second real:cut,second:200");
        ScenarioTable.put(
                "kill -9 mid-stream, " + count, callers.saw(), Set.of("real:cut,second:200"), callers.millis());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void servesCallersElsewhereWhereNobodyAcceptsTheirConnection(int callers) throws Exception {
        // Given
        open(List.of(), "127.0.0.1");
        Scene unconnected = new Scene(stage, "full", "m", callers, true);
        Scene unheard = new Scene(stage, "deaf", "m", callers, true);
        // When
        unconnected.played();
        unheard.played();
        // Then
        unconnected.everybodyHasTheWholeAnswer();
        assertThat(unconnected.attempts()).isSubsetOf("up:unreachable,second:200", "second:200");
        unconnected.told("listening, its queue full");
        unheard.everybodyHasTheWholeAnswer();
        assertThat(unheard.attempts()).isSubsetOf("up:timeout,second:200", "second:200");
        unheard.told("listening, never accepted");
    }

    @Test
    void servesCallersElsewhereWhilePacketsAreLost() throws Exception {
        try (Network network = Network.open()) {
            assumeTrue(network != null, "this machine lets nobody make a network namespace");
            // Given
            open(network.launcher(), Network.FAR);
            WatchedCallers callers = new WatchedCallers(stage.gateway, "far/sim-60x30", 20);
            callers.awaitWords(10);
            // When
            network.swallow();
            // Then
            for (Heard one : callers.heard()) {
                assertThat(one.text()).isEqualTo(stage.answer);
                assertThat(one.answer().whole()).isTrue();
            }
            ScenarioTable.put(
                    "packets lost mid-stream, 20", callers.saw(), Set.of("far:stalled,second:200"), callers.millis());
            Scene lost = new Scene(stage, "far", "sim-fast", 20, true);
            lost.played().everybodyHasTheWholeAnswer();
            lost.told("packets lost before the head");
            // When
            network.mend();
            // Then
            Await.until("it answers again", () -> answers("far"));
        }
    }

    private boolean answers(String provider) {
        try (RawCaller caller = RawCaller.of(stage.gateway)) {
            caller.chat(Heard.request(provider + "/sim-8x1", false, Stage.PROMPT));
            return provider.equals(caller.answer().header("x-penstock-provider"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
