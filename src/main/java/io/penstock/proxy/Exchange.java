package io.penstock.proxy;

import io.penstock.access.Caller;
import io.penstock.call.Attempt;
import io.penstock.call.TokenUsage;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.RequestFacts;
import io.penstock.provider.Provider;
import io.penstock.routing.Target;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the corridor: what is known so far, and what must be let go of when it ends. Owned by one
 * event loop; mutable, because each step adds what it found.
 */
final class Exchange {
    final HttpServerRequest request;
    final HttpServerResponse response;
    final Route route;
    final UUID id;
    final long startedMillis;
    final long startedNanos;

    @Nullable
    Caller caller;

    Buffer body = Buffer.buffer(0);

    @Nullable
    RequestFacts facts;

    @Nullable
    Target target;

    @Nullable
    Provider provider;

    @Nullable
    HttpClientRequest upstream;

    /** Ends an answer whose delivery has begun, or may have. */
    @Nullable
    Consumer<ApiError> breaking;

    Connections.@Nullable Lease lease;
    int heldBytes;
    final List<Attempt> attempts = new ArrayList<>(1);
    long attemptNanos;

    TokenUsage usage = TokenUsage.UNREPORTED;
    long firstTokenNanos = -1;
    int status;

    @Nullable
    String errorCode;

    boolean ended;

    /** Whether the connection ends with the answer, because nothing else can tell where it does. */
    boolean lastOnConnection;

    /** Whether the last byte of the answer has left for the caller. */
    boolean fetched;

    /** The instant after which {@link #expiry} is what has gone wrong. Read by the {@link Watch}. */
    long expiresNanos;

    Expiry expiry = Expiry.RECEIVE;

    /** What a call waits for, and so what it means when it waits too long. */
    enum Expiry {
        RECEIVE,
        ANSWER,
        FIRST_TOKEN,
        IDLE,
        STALLED_READER
    }

    Exchange(HttpServerRequest request, Route route, UUID id, long startedMillis, long startedNanos) {
        this.request = request;
        this.response = request.response();
        this.route = route;
        this.id = id;
        this.startedMillis = startedMillis;
        this.startedNanos = startedNanos;
    }

    /** Says what is waited for from now on, and for how long. */
    void expect(Expiry next, long nowNanos, int seconds) {
        expiry = next;
        expiresNanos = nowNanos + seconds * 1_000_000_000L;
    }

    /** Whether the caller asked for a stream. */
    boolean streaming() {
        return route.streams() && facts != null && facts.stream();
    }

    /** Stops the upstream's work, if there is any. */
    void resetUpstream() {
        HttpClientRequest open = upstream;
        upstream = null;
        if (open != null) {
            open.reset();
        }
    }
}
