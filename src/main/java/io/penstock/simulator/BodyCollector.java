package io.penstock.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Gathers one request's body up to a limit. Past it the rest is read and dropped, so the refusal can be read too. */
final class BodyCollector {

    private final int limitBytes;
    private final Consumer<Buffer> onBody;
    private final Runnable onTooLarge;
    private Buffer body = Buffer.buffer();
    private boolean tooLarge;

    BodyCollector(int limitBytes, Consumer<Buffer> onBody, Runnable onTooLarge) {
        this.limitBytes = limitBytes;
        this.onBody = onBody;
        this.onTooLarge = onTooLarge;
    }

    void collect(HttpServerRequest request) {
        // Without a handler Vert.x would log a client that leaves while it uploads as an error.
        request.exceptionHandler(gone -> {});
        request.handler(this::take);
        request.endHandler(end -> {
            if (!tooLarge) {
                onBody.accept(body);
            }
        });
    }

    private void take(Buffer part) {
        if (tooLarge) {
            return;
        }
        if (part.length() > limitBytes - body.length()) {
            tooLarge = true;
            body = Buffer.buffer();
            onTooLarge.run();
            return;
        }
        body.appendBuffer(part);
    }
}
