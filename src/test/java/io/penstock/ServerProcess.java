package io.penstock;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Penstock as a process of its own, with an environment the test writes and what it prints kept. */
final class ServerProcess implements AutoCloseable {
    /** The last line of the banner. */
    static final Pattern READY = Pattern.compile("(?m)^Ctrl-C drains .*$");

    private static final Duration START_MAX = Duration.ofSeconds(90);

    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final List<Thread> readers;

    private ServerProcess(Process process) {
        this.process = process;
        this.readers = List.of(keep(process.getInputStream(), out), keep(process.getErrorStream(), err));
    }

    /**
     * Starts one in this directory.
     *
     * @param environment all of it but {@code PATH} and {@code HOME}
     * @param properties system properties as the JVM takes them
     * @param arguments Penstock's command line
     */
    static ServerProcess run(
            Path directory, Map<String, String> environment, List<String> properties, String... arguments)
            throws IOException {
        return run(List.of(), directory, environment, properties, arguments);
    }

    /** The same, started by another program: {@code ip netns exec name}. */
    static ServerProcess run(
            List<String> launcher,
            Path directory,
            Map<String, String> environment,
            List<String> properties,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(properties);
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "HOME"));
        builder.environment().put("CLASSPATH", productionOnly(System.getProperty("java.class.path")));
        builder.environment().putAll(environment);
        return new ServerProcess(builder.start());
    }

    /** Starts the gateway on a free port and waits for its banner. */
    static ServerProcess serve(Path directory) throws IOException {
        ServerProcess server = run(directory, Map.of("PORT", "0"), List.of());
        server.awaitOutput(READY);
        return server;
    }

    /** Without the tests' own classes, whose logging configuration is another. */
    private static String productionOnly(String classPath) {
        return Pattern.compile(java.io.File.pathSeparator)
                .splitAsStream(classPath)
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((first, second) -> first + java.io.File.pathSeparator + second)
                .orElseThrow();
    }

    private static Thread keep(InputStream in, StringBuffer text) {
        return Thread.ofVirtual().start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    text.append(line).append('\n');
                }
            } catch (IOException e) {
                // A process that is told to end has its streams closed here.
                return;
            }
        });
    }

    /** The first match in what it printed, waited for as long as a first start may take. */
    Matcher awaitOutput(Pattern pattern) {
        long deadline = System.nanoTime() + START_MAX.toNanos();
        while (true) {
            boolean ended = !process.isAlive() && readers.stream().noneMatch(Thread::isAlive);
            Matcher matcher = pattern.matcher(out.toString());
            if (matcher.find()) {
                return matcher;
            }
            if (ended || System.nanoTime() - deadline > 0) {
                throw new AssertionError("it never printed " + pattern + " but\n" + out + err);
            }
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Everything it printed to its standard output so far. */
    String output() {
        return out.toString();
    }

    /** Everything it printed to its standard error so far. */
    String errors() {
        return err.toString();
    }

    /** Where the banner says the API is, without {@code /v1}. */
    String url() {
        return awaitOutput(Pattern.compile("API +(http://\\S+)/v1")).group(1);
    }

    int port() {
        return Integer.parseInt(url().substring(url().lastIndexOf(':') + 1));
    }

    /** Sends a signal by its name, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(10, TimeUnit.SECONDS);
    }

    /** Its exit status, waited for at most this long. */
    int awaitEnd(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("it still runs after " + seconds + " s:\n" + out + err);
        }
        for (Thread reader : readers) {
            reader.join(Duration.ofSeconds(5));
        }
        return process.exitValue();
    }

    /** Ends it in order; what does not end is killed. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }
}
