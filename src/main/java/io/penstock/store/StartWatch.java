package io.penstock.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Interrupts the thread that waits for the server as soon as the server's log says that there will be none, so that a
 * failed start is told at once and not when the wait is over. Watches on a thread of its own, as long as the wait.
 */
final class StartWatch {
    private static final String HOPELESS = "could not start server";
    private static final long POLL_MILLIS = 50;

    /** A start that blocks until the server answers, or it is interrupted. */
    interface Start {
        EmbeddedPostgres run() throws IOException;
    }

    private final Thread waiting = Thread.currentThread();
    private final ServerLog log;
    private boolean over;

    private StartWatch(ServerLog log) {
        this.log = log;
    }

    /** Runs the start; the caller finds its thread interrupted if that was in vain. */
    static EmbeddedPostgres during(Start start, ServerLog log) throws IOException {
        StartWatch watch = new StartWatch(log);
        Thread watcher = Thread.ofVirtual().name("postgres-start-watch").start(watch::run);
        try {
            return start.run();
        } finally {
            watch.end();
            watcher.interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            if (log.contains(HOPELESS)) {
                interrupt();
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
        }
    }

    private synchronized void interrupt() {
        if (!over) {
            waiting.interrupt();
        }
    }

    private synchronized void end() {
        over = true;
    }
}
