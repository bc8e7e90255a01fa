package io.penstock.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.net.impl.VertxHandler;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Callers' connections of one event loop. One with no call on it for too long is closed, which also bounds how slowly a
 * request's head may be sent; one whose caller does not fetch the end of its answer is closed as well. A socket's own
 * idle timeout cannot tell these from a model that thinks for ten minutes.
 */
final class Connections {
    private static final long NANOS = 1_000_000_000L;

    private final IdentityHashMap<HttpConnection, Lease> leases = new IdentityHashMap<>();
    private final LongSupplier nanoTime;
    private final int idleSeconds;
    private final int stalledReaderSeconds;

    Connections(LongSupplier nanoTime, int idleSeconds, int stalledReaderSeconds) {
        this.nanoTime = nanoTime;
        this.idleSeconds = idleSeconds;
        this.stalledReaderSeconds = stalledReaderSeconds;
    }

    /** One connection: the calls on it, and when it may be closed if nothing changes. */
    final class Lease {
        private int calls;
        private long closesNanos;

        private Lease() {
            idle();
        }

        /** A call has begun. */
        void taken() {
            calls++;
        }

        /** A call has ended; its last bytes may still wait in the socket's queue. */
        void ending(boolean fetched) {
            calls--;
            if (fetched) {
                idle();
            } else {
                closesNanos = nanoTime.getAsLong() + stalledReaderSeconds * NANOS;
            }
        }

        /** That queue is empty, or something that is no call was asked. */
        void idle() {
            closesNanos = nanoTime.getAsLong() + idleSeconds * NANOS;
        }
    }

    void opened(HttpConnection connection) {
        takeOver(connection);
        leases.put(connection, new Lease());
        connection.closeHandler(closed -> leases.remove(connection));
    }

    /** Until its first bytes tell which protocol it speaks a connection is none of ours, and a plain timeout closes it. */
    private static void takeOver(HttpConnection connection) {
        if (connection instanceof ConnectionBase socket) {
            ChannelPipeline pipeline = socket.channel().pipeline();
            if (pipeline.get(IdleStateHandler.class) != null) {
                pipeline.remove(IdleStateHandler.class);
            }
            ChannelHandlerContext handler = pipeline.context(VertxHandler.class);
            if (handler != null) {
                // HTTP/2 has a handler of its own, which copies each frame at once.
                pipeline.addBefore(handler.name(), null, ContentCopy.INSTANCE);
            }
        }
    }

    /** Sends what waits for the end of a read, on a connection that is about to be closed by it. */
    static void flush(HttpConnection connection) {
        if (connection instanceof ConnectionBase socket) {
            socket.channel().flush();
        }
    }

    @Nullable
    Lease of(HttpConnection connection) {
        return leases.get(connection);
    }

    int size() {
        return leases.size();
    }

    /** Closes what is over. */
    void look() {
        long now = nanoTime.getAsLong();
        List<HttpConnection> over = new ArrayList<>();
        leases.forEach((connection, lease) -> {
            if (lease.calls == 0 && lease.closesNanos - now < 0) {
                over.add(connection);
            }
        });
        over.forEach(HttpConnection::close);
    }
}
