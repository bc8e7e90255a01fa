package io.penstock.proxy;

import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.DeliveredText;
import io.penstock.dialect.gemini.JsonArrayEvents;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream as its caller gets it, whoever it comes from: the head, whole events, a comment where it is silent for long,
 * and an end that is clean only if the answer is whole. Reads no faster than the caller does. Owned by one event loop.
 */
final class Delivery {

    /** Keeps a JSON array alive: white space between two of its items. */
    private static final Buffer LINE_FEED = Buffer.buffer("\n");

    private final Exchange exchange;
    private final CallBook book;
    private final Settings.Timeouts timeouts;
    private final long heartbeatNanos;
    private final HttpServerResponse response;
    private final @Nullable DeliveredText text;

    /** Makes the events one JSON array, where the caller did not ask for events. */
    private final @Nullable JsonArrayEvents array;

    private UpstreamCall source;
    private ReadGate gate;
    private boolean torn;
    private boolean joinable = true;
    private boolean over;
    private boolean whole;
    private byte @Nullable [] id;
    private long writtenNanos;

    /** @param text where what is delivered is kept, if it is */
    Delivery(UpstreamCall source, ReadGate gate, CallBook book, Settings settings, @Nullable DeliveredText text) {
        this.exchange = source.exchange;
        this.source = source;
        this.gate = gate;
        this.book = book;
        this.timeouts = settings.timeouts();
        this.heartbeatNanos = TimeUnit.SECONDS.toNanos(timeouts.heartbeatSeconds());
        this.response = exchange.response;
        this.text = text;
        this.array = exchange.wantsArray() ? new JsonArrayEvents() : null;
        response.drainHandler(drained -> drained());
    }

    /** Writes the head, at the first token. */
    void begin(HttpClientResponse answer, long now) {
        exchange.firstTokenNanos = now - exchange.startedNanos;
        writtenNanos = now;
        HeaderRules.toCaller(answer.headers(), response.headers());
        book.head(exchange, answer.statusCode());
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, array == null ? Names.EVENT_STREAM : Names.JSON)
                .set(HttpHeaders.CACHE_CONTROL, Names.NO_CACHE)
                .set(Names.ACCEL_BUFFERING, Names.NO);
        book.openEnded(exchange);
    }

    /** From now on the stream comes from this answer. */
    void goOn(UpstreamCall next, ReadGate nextGate) {
        source = next;
        gate = nextGate;
    }

    /** Where the text delivered is kept; {@code null} where it is not, or no longer. */
    @Nullable
    DeliveredText text() {
        return text == null || text.lost() || torn || !joinable ? null : text;
    }

    /** More than text of one choice was delivered: no other answer can be joined to it. */
    void forgetText() {
        joinable = false;
    }

    byte @Nullable [] id() {
        return id;
    }

    void named(byte @Nullable [] json) {
        id = id == null ? json : id;
    }

    /**
     * Hands bytes on.
     *
     * @param partial whether they end inside an event
     */
    void write(Buffer bytes, boolean partial, long now) {
        torn = partial;
        joinable &= !partial;
        Buffer told = array == null ? bytes : array.add(bytes);
        if (told.length() > 0) {
            response.write(told);
        }
        writtenNanos = now;
        written(now);
    }

    /** Nothing to hand on, but the provider is not silent either. */
    void written(long now) {
        if (response.writeQueueFull() && source.request != null) {
            gate.shut();
            source.alarm.clear();
            exchange.alarm.set(Expiry.STALLED_READER, now, timeouts.stalledReaderSeconds());
        } else if (!gate.isShut()) {
            source.alarm.set(Expiry.IDLE, now, source.ask.candidate().traits().idleSeconds());
        }
    }

    private void drained() {
        // A call that is over waits for nobody: its gate is nothing, and the alarm is another's.
        if (gate.isShut() && !source.isIdle()) {
            exchange.alarm.clear();
            long now = book.now();
            source.alarm.set(Expiry.IDLE, now, source.ask.candidate().traits().idleSeconds());
            gate.open();
        }
    }

    /** Whether the caller has heard nothing for so long that it should. */
    boolean isQuiet(long now) {
        return heartbeatNanos > 0 && !over && !whole && !torn && now - writtenNanos > heartbeatNanos;
    }

    void heartbeat(long now) {
        writtenNanos = now;
        if (!response.writeQueueFull()) {
            response.write(array == null ? exchange.dialect().heartbeat() : LINE_FEED);
        }
    }

    /** All of the answer has been handed on, {@code [DONE]} included: only its provider has not ended it yet. */
    void allDelivered() {
        whole = true;
    }

    boolean isWhole() {
        return whole;
    }

    /** The answer is whole. */
    void end(boolean doneDelivered) {
        over = true;
        if (array != null) {
            book.end(exchange, array.end());
        } else {
            book.end(
                    exchange,
                    doneDelivered ? BodyReader.NOTHING : exchange.dialect().end());
        }
    }

    /** The answer stays unfinished: an event says so, and the end is unclean. */
    void breakOff(ApiError error) {
        over = true;
        exchange.errorCode = error.code();
        if (response.writeQueueFull() || array != null && torn) {
            // A caller that reads nothing would keep the end waiting, too; and inside an item nothing can be told.
            response.reset();
            return;
        }
        response.write(lastWords(error)).onComplete(written -> response.reset());
    }

    private Buffer lastWords(ApiError error) {
        if (array != null) {
            return array.broken(exchange.dialect().error(error));
        }
        Buffer event = exchange.dialect().errorEvent(error);
        return torn ? Buffer.buffer("\n\n").appendBuffer(event) : event;
    }
}
