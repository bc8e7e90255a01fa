package io.penstock;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on the main thread for what event loops do. */
final class Waiting {
    /** No single step of starting or stopping takes longer. */
    static final int SECONDS_MAX = 60;

    private Waiting() {}

    static <T> T done(Future<T> future) {
        return done(future, SECONDS_MAX);
    }

    /** The future's value, or its failure thrown as it is where that is unchecked. */
    static <T> T done(Future<T> future, int seconds) {
        try {
            return future.await(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartException("Something took longer than " + seconds + " s: see the log, then start again.");
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
