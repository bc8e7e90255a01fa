package io.penstock.proxy;

import io.vertx.core.http.HttpServerRequest;

/**
 * What happens to a request whose answer was given before it was read: the rest is thrown away as it comes, and after
 * {@link #BYTES_MAX} of it the connection is closed. Closing at once would make many clients miss the answer.
 */
final class Lingering {
    /** How much of an unwanted body is read and thrown away. */
    static final long BYTES_MAX = 64L << 20;

    private Lingering() {}

    static void drain(Exchange exchange) {
        HttpServerRequest request = exchange.request;
        if (request.isEnded()) {
            return;
        }
        long[] dropped = {0};
        request.handler(chunk -> {
            dropped[0] += chunk.length();
            if (dropped[0] > BYTES_MAX) {
                request.connection().close();
            }
        });
    }
}
