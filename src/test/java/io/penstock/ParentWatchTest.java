package io.penstock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Real processes: this test starts a launcher, which starts a server, which watches the launcher. */
class ParentWatchTest {
    private static final int ANSWER_TIMEOUT_MILLIS = 10_000;

    @Test
    void runsTheShutdownHooksWhenTheLauncherIsKilled() throws Exception {
        assertThat(outputAfter(Process::destroyForcibly)).isEqualTo("drained");
    }

    @Test
    void runsTheShutdownHooksWhenOnlyTheLauncherIsAskedToEnd() throws Exception {
        assertThat(outputAfter(Process::destroy)).isEqualTo("drained");
    }

    @Test
    void watchesNothingWhenMavenIsNotTheLauncher() {
        assertThat(ParentWatch.startIfLaunchedByMaven()).isEmpty();
    }

    /** What the server says after the launcher's end; reading to the end of the connection proves that the server is gone. */
    private static String outputAfter(Consumer<Process> end) throws Exception {
        // Given
        try (ServerSocket ear = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process launcher =
                    java(Launcher.class, ear.getLocalPort()).inheritIO().start();
            try (Socket server = ear.accept()) {
                server.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
                BufferedReader output = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
                assertThat(output.readLine()).isEqualTo("ready");

                // When
                end.accept(launcher);

                // Then
                assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
                return String.join(",", output.readAllLines());
            } finally {
                launcher.destroyForcibly();
            }
        }
    }

    private static ProcessBuilder java(Class<?> main, int port) throws Exception {
        String classPath = Stream.of(ParentWatch.class, ParentWatchTest.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(location -> new File(location.getPath()).getAbsolutePath())
                .reduce((first, second) -> first + File.pathSeparator + second)
                .orElseThrow();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-Dpenstock.launcher=maven",
                "-cp",
                classPath,
                main.getName(),
                "" + port);
    }

    /** Stands for Maven: starts the server on its own streams and waits for it. */
    static final class Launcher {
        public static void main(String[] args) throws Exception {
            java(Server.class, Integer.parseInt(args[0])).inheritIO().start().waitFor();
        }
    }

    /** Stands for Penstock: says one word when up and one when drained. */
    static final class Server {
        public static void main(String[] args) throws Exception {
            ParentWatch.startIfLaunchedByMaven();
            Socket test = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
            PrintStream output = new PrintStream(test.getOutputStream(), true, UTF_8);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> output.println("drained")));
            output.println("ready");
            new CountDownLatch(1).await();
        }
    }
}
