package io.penstock.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The processes that run PostgreSQL's programs from our data directory. As we hold the directory's lock they are all
 * ours, or left behind by a Penstock that was killed.
 */
final class ServerProcesses {
    private static final Duration FAST_SHUTDOWN_MAX = Duration.ofSeconds(60);
    private static final Duration KILL_MAX = Duration.ofSeconds(10);
    private static final long POLL_MILLIS = 20;

    private final Path programs;
    private final Path pidFile;

    ServerProcesses(Path programs, Path cluster) {
        this.programs = programs;
        this.pidFile = cluster.resolve("postmaster.pid");
    }

    /** Ends whatever still runs, gently if possible, and removes a pid file that names a process of the past. */
    void stop(Consumer<String> progress) throws IOException {
        if (!running().isEmpty()) {
            progress.accept("stopping the PostgreSQL that a killed Penstock left behind ...");
            stop();
        }
        // Pids come round again, above all in containers: PostgreSQL would take a stranger for its own server.
        Files.deleteIfExists(pidFile);
    }

    /** Ends whatever still runs; what resists a fast shutdown is killed, which costs a recovery but no data. */
    void stop() throws IOException {
        List<ProcessHandle> running = running();
        if (running.isEmpty()) {
            return;
        }
        interruptPostmaster(running);
        if (!gone(FAST_SHUTDOWN_MAX)) {
            running().forEach(ProcessHandle::destroyForcibly);
            gone(KILL_MAX);
        }
    }

    /** A fast shutdown is SIGINT to the first process; anything else, such as initdb, has nothing to lose. */
    private void interruptPostmaster(List<ProcessHandle> running) throws IOException {
        Optional<ProcessHandle> postmaster = postmaster();
        if (postmaster.isPresent()) {
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.get().pid())).start();
        } else {
            running.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** The first process of the server; all others end with it. */
    Optional<ProcessHandle> postmaster() throws IOException {
        String pid = Files.exists(pidFile)
                ? Files.readAllLines(pidFile).stream().findFirst().orElse("").strip()
                : "";
        return running().stream()
                .filter(process -> Long.toString(process.pid()).equals(pid))
                .findFirst();
    }

    private boolean gone(Duration limit) {
        for (long waited = 0;
                waited < limit.toMillis() && !Thread.currentThread().isInterrupted();
                waited += POLL_MILLIS) {
            if (running().isEmpty()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
        return running().isEmpty();
    }

    /** A zombie has no program any more, so it does not count. */
    private List<ProcessHandle> running() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(Path::of)
                        .filter(command -> command.startsWith(programs))
                        .isPresent())
                .toList();
    }
}
