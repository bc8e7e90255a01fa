package io.penstock.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Map;

/**
 * Plays one reply on its event loop: as fast as the reader takes it, and not a step further once the client is gone.
 * Holds at most one timer.
 */
final class Exchange {

    /** Steps played before other connections get their turn. */
    private static final int TURN = 256;

    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final Context context;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Reply reply;
    private final Stats stats;
    private final boolean stream;
    private long timer = NO_TIMER;
    private boolean over;

    Exchange(Vertx vertx, HttpServerRequest request, Reply reply, Stats stats, boolean stream) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.connection = request.connection();
        this.response = request.response();
        this.reply = reply;
        this.stats = stats;
        this.stream = stream;
    }

    void play() {
        stats.opened(stream);
        if (response.closed()) {
            clientLeft();
            return;
        }
        response.setStatusCode(reply.status());
        for (Map.Entry<String, String> header : reply.headers().entrySet()) {
            response.putHeader(header.getKey(), header.getValue());
        }
        response.setChunked(!reply.headers().containsKey("content-length"));
        // Without a handler Vert.x would log each departure as an error.
        response.exceptionHandler(gone -> clientLeft());
        response.closeHandler(gone -> clientLeft());
        advance();
    }

    private void advance() {
        for (int turn = 0; !over && turn < TURN; turn++) {
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> drained());
                return;
            }
            if (!take(reply.steps().next())) {
                return;
            }
        }
        if (!over) {
            context.runOnContext(next -> advance());
        }
    }

    private void drained() {
        // Taken off, or a later drain would overtake the timer that then runs.
        response.drainHandler(null);
        advance();
    }

    /** Whether the next step may follow at once. */
    private boolean take(Step step) {
        return switch (step) {
            case Step.Head() -> {
                response.writeHead();
                yield true;
            }
            case Step.Send(Buffer bytes) -> {
                stats.wrote(bytes.length());
                response.write(bytes);
                yield true;
            }
            case Step.Wait(long millis) -> millis == 0 || sleep(millis);
            case Step.Stall() -> false;
            case Step.Cut() -> {
                finish(false);
                connection.close();
                yield false;
            }
            case Step.Reset() -> {
                finish(false);
                reset();
                yield false;
            }
            case Step.End(Buffer last) -> {
                stats.wrote(last.length());
                finish(false);
                response.end(last);
                yield false;
            }
        };
    }

    private boolean sleep(long millis) {
        timer = vertx.setTimer(millis, elapsed -> {
            timer = NO_TIMER;
            advance();
        });
        return false;
    }

    private void reset() {
        // Public API only closes; a close with zero linger time is what the kernel turns into RST.
        if (connection instanceof HttpServerConnection internal) {
            internal.channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        connection.close();
    }

    private void clientLeft() {
        if (!over) {
            finish(true);
        }
    }

    private void finish(boolean cancelled) {
        over = true;
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
        }
        stats.closed(stream, cancelled);
    }
}
