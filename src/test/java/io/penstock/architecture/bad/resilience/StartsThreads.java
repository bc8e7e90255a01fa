package io.penstock.architecture.bad.resilience;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;

/** A kernel class with threads. */
final class StartsThreads {
    void itself() {
        new Thread(() -> {}).start();
    }

    void byBuilder() {
        Thread.ofVirtual().start(() -> {});
    }

    void byExecutor() {
        Executors.newCachedThreadPool().close();
    }

    void byFuture() {
        CompletableFuture.runAsync(() -> {});
    }
}
