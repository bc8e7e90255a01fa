package io.penstock.proxy;

import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * A form on its way: kept up to the field that names the model, then passed on as it arrives, no faster than the provider
 * takes it. Owned by one event loop.
 */
final class RelayForm implements RelayBody {
    /** How far into a form the model is looked for. */
    static final int LOOK_AHEAD_BYTES_MAX = 64 << 10;

    /** The setting that bounds a form. */
    static final String SETTING = "limits.upload_bytes_max";

    private final Relay relay;
    private final Exchange exchange;
    private final HttpServerRequest from;
    private final FormModel model;
    private final int bytesMax;
    private final int receiveSeconds;
    private final CallBook book;
    private Buffer rest = Buffer.buffer(0);
    private @Nullable UpstreamCall call;
    private @Nullable HttpClientRequest to;
    private long received;
    private boolean begun;
    private boolean whole;
    private boolean full;

    RelayForm(Relay relay, Exchange exchange, FormModel model, Bounds bounds, CallBook book) {
        this.relay = relay;
        this.exchange = exchange;
        this.from = exchange.request;
        this.model = model;
        this.bytesMax = bounds.bytesMax();
        this.receiveSeconds = bounds.receiveSeconds();
        this.book = book;
    }

    /**
     * @param bytesMax of a form
     * @param receiveSeconds of silence of its caller
     */
    record Bounds(int bytesMax, int receiveSeconds) {}

    /** Asks a waiting caller for the form, and tells the relay once when it is known what the model is. */
    void read() {
        if (from.headers().contains(HttpHeaders.EXPECT)) {
            exchange.response.writeContinue();
        }
        from.handler(chunk -> relay.guarded(exchange, () -> arrived(chunk)));
        from.endHandler(over -> relay.guarded(exchange, this::ended));
    }

    private void arrived(Buffer chunk) {
        if (exchange.ended) {
            return;
        }
        received += chunk.length();
        if (received > bytesMax) {
            relay.refuse(exchange, BodyReader.tooLarge(bytesMax, SETTING));
        } else if (to != null) {
            pass(to, chunk);
        } else if (model.isFound()) {
            rest.appendBuffer(chunk);
        } else {
            look(chunk);
        }
    }

    private void look(Buffer chunk) {
        model.feed(chunk);
        if (model.isFound()) {
            from.pause();
            relay.named(exchange, this, model.value());
        } else if (model.isAbsent()) {
            relay.refuse(exchange, missing("Missing required field: 'model'."));
        } else if (model.length() > LOOK_AHEAD_BYTES_MAX) {
            relay.refuse(
                    exchange,
                    missing("The form's first " + LOOK_AHEAD_BYTES_MAX
                            + " bytes do not name the model: send 'model' before 'file'."));
        }
    }

    private static ApiError missing(String message) {
        return ApiError.invalid(400, "model", "missing_required_parameter", message);
    }

    private void ended() {
        whole = true;
        if (exchange.ended) {
            return;
        }
        if (to != null) {
            end(to);
        } else if (!model.isFound()) {
            relay.refuse(exchange, missing("Missing required field: 'model'."));
        }
    }

    @Override
    public String type() {
        return String.valueOf(from.headers().get(HttpHeaders.CONTENT_TYPE));
    }

    @Override
    public void send(UpstreamCall taker, HttpClientRequest request) {
        begun = true;
        call = taker;
        to = request;
        String name = taker.target().model();
        boolean renamed = !name.equals(model.value());
        if (from.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
            long length = BodyReader.declaredLength(from) + (renamed ? model.growth(name) : 0);
            request.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(length));
        } else {
            request.setChunked(true);
        }
        request.drainHandler(drained -> relay.guarded(exchange, this::drained));
        pass(request, (renamed ? model.renamed(name) : model.seen()).appendBuffer(rest));
        rest = Buffer.buffer(0);
        if (whole) {
            end(request);
        } else if (!full) {
            from.resume();
        }
    }

    private void pass(HttpClientRequest request, Buffer chunk) {
        request.write(chunk);
        if (request.writeQueueFull() && call != null) {
            full = true;
            from.pause();
            exchange.alarm.clear();
            call.alarm.set(
                    Expiry.IDLE, book.now(), call.ask.candidate().traits().idleSeconds());
        } else {
            exchange.alarm.set(Expiry.RECEIVE, book.now(), receiveSeconds);
        }
    }

    private void drained() {
        if (full && to != null && call != null && !call.isIdle()) {
            full = false;
            call.alarm.clear();
            if (!whole) {
                exchange.alarm.set(Expiry.RECEIVE, book.now(), receiveSeconds);
                from.resume();
            }
        }
    }

    private void end(HttpClientRequest request) {
        request.end();
        relay.received(exchange);
    }

    @Override
    public boolean isThereAgain() {
        return !begun;
    }

    @Override
    public void stop() {
        to = null;
    }
}
