package io.penstock.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside the test's that opens a data directory, says so, and waits to be killed. */
final class HeldStore implements AutoCloseable {
    private static final String OPEN = "the store is open";

    private final Process process;

    private HeldStore(Process process) {
        this.process = process;
    }

    /** Starts it, and returns when it has printed the line. */
    static HeldStore started(Path directory, String line) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(HeldStore.class.getName());
        command.add(directory.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        HeldStore store = new HeldStore(process);
        BufferedReader output = process.inputReader();
        String read = output.readLine();
        while (read != null && !read.contains(line)) {
            read = output.readLine();
        }
        if (read == null) {
            throw new IOException("ended before it printed: " + line);
        }
        return store;
    }

    static HeldStore open(Path directory) throws IOException {
        return started(directory, OPEN);
    }

    long pid() {
        return process.pid();
    }

    /** As kill -9. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public static void main(String[] args) throws Exception {
        DataDirectory directory = DataDirectory.open(Path.of(args[0]));
        Database.openEmbedded(directory, System.out::println);
        System.out.println(OPEN);
        new java.util.concurrent.CountDownLatch(1).await();
    }
}
