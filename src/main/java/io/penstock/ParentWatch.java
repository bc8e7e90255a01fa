package io.penstock;

import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process in order once the Maven that launched it is gone, so that killing Maven never leaves a server behind.
 * One daemon thread asks twice a second who the parent is: unlike waiting for the parent's exit, that also notices a parent
 * that was killed and not yet reaped by its own parent.
 */
final class ParentWatch {
    private static final long INTERVAL_NANOS = 500_000_000;

    private ParentWatch() {}

    /** Whether the run command of the README launched this process. */
    static boolean launchedByMaven() {
        return "maven".equals(System.getProperty("penstock.launcher"));
    }

    /** Starts the watch if the run command of the README launched this process; the shutdown hooks do the rest. */
    static Optional<Thread> startIfLaunchedByMaven() {
        if (!launchedByMaven()) {
            return Optional.empty();
        }
        return ProcessHandle.current().parent().map(ProcessHandle::pid).map(ParentWatch::start);
    }

    private static Thread start(long launcherPid) {
        return Thread.ofPlatform().name("parent-watch").daemon().start(() -> {
            while (isParent(launcherPid)) {
                LockSupport.parkNanos(INTERVAL_NANOS);
            }
            System.exit(0);
        });
    }

    private static boolean isParent(long pid) {
        return ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == pid)
                .isPresent();
    }
}
