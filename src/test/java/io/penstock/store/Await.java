package io.penstock.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself, up to a bound, on the test's own thread. */
public final class Await {
    private static final Duration MAX = Duration.ofSeconds(20);

    private Await() {}

    public static <T> T result(Future<T> future) throws Exception {
        return future.await(MAX.toSeconds(), TimeUnit.SECONDS);
    }

    public static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > MAX.toNanos()) {
                throw new AssertionError("not within " + MAX + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
