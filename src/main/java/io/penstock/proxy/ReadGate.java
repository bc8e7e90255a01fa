package io.penstock.proxy;

import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Back-pressure towards one provider: shut, nothing more is read from it. Over HTTP/2 that is the stream's own flow
 * control. Over HTTP/1.1 it stops reading from the socket, because a paused Vert.x response whose end has been received
 * hands its connection to the next call, which then hangs until the slow reader is done (see docs/adr).
 */
final class ReadGate {
    private final HttpClientResponse response;
    private final HttpConnection connection;
    private final boolean http1;
    private boolean shut;

    ReadGate(HttpClientResponse response) {
        this.response = response;
        this.connection = response.request().connection();
        this.http1 = response.version() != HttpVersion.HTTP_2;
    }

    boolean isShut() {
        return shut;
    }

    void shut() {
        set(true);
    }

    void open() {
        set(false);
    }

    private void set(boolean next) {
        if (shut == next) {
            return;
        }
        shut = next;
        if (http1 && connection instanceof ConnectionBase socket) {
            socket.channel().config().setAutoRead(!next);
        } else if (next) {
            response.pause();
        } else {
            response.resume();
        }
    }
}
