package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.OpenAiStream;
import io.penstock.dialect.RequestFacts;
import io.penstock.proxy.Exchange.Expiry;
import io.penstock.sse.EventScanner;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * One answer stream on its way to the caller, byte for byte but for the usage chunk nobody asked for. What one upstream
 * read brings is gathered and written once. Nothing is written before the first token, so a failure until then is still
 * an HTTP status; a stream that breaks later ends with an error event and an unclean end.
 *
 * <p>Holds the bytes of unfinished events (bounded by {@code limits.event_bytes_max} and one round of reads), and of
 * the preamble ({@link #PREAMBLE_BYTES_MAX}).
 */
final class StreamRelay {
    /** Events before the first token that are held back. */
    static final int PREAMBLE_BYTES_MAX = 64 << 10;

    private static final int HELD_BYTES_MIN = 4 << 10;
    private static final byte[] EMPTY = new byte[0];
    private static final Buffer EVENT_END = Buffer.buffer("\n\n");
    private static final Buffer DONE = Buffer.buffer("data: [DONE]\n\n");

    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Ending ending;
    private final CallBook book;
    private final Settings settings;
    private final Context context;
    private final LongSupplier nanoTime;
    private final HttpServerResponse response;
    private final ReadGate gate;
    private final boolean hideUsage;
    private final EventScanner scanner = new EventScanner();
    private final OpenAiStream stream = new OpenAiStream();
    private final Handler<Void> flush = tick -> flush();

    private byte[] held = EMPTY;
    private int length;
    private boolean flushing;
    private boolean committed;
    private boolean upstreamEnded;

    StreamRelay(
            Exchange exchange,
            HttpClientResponse answer,
            Ending ending,
            CallBook book,
            Settings settings,
            Context context,
            LongSupplier nanoTime) {
        this.exchange = exchange;
        this.answer = answer;
        this.ending = ending;
        this.book = book;
        this.settings = settings;
        this.context = context;
        this.nanoTime = nanoTime;
        this.response = exchange.response;
        this.gate = new ReadGate(answer);
        RequestFacts facts = exchange.facts;
        this.hideUsage = facts != null && !facts.usageWanted();
    }

    void start() {
        answer.handler(this::gather);
        answer.endHandler(end -> {
            try {
                upstreamEnded();
            } catch (RuntimeException bug) {
                ending.crash(exchange, bug);
            }
        });
        answer.exceptionHandler(problem -> broken(Refusals.cutShort(provider())));
        response.drainHandler(drained -> drained());
    }

    private void gather(Buffer chunk) {
        if (exchange.ended) {
            return;
        }
        int added = chunk.length();
        ByteBuf bytes = ((BufferInternal) chunk).getByteBuf();
        if (length == 0 && bytes.hasArray() && bytes.arrayOffset() + bytes.readerIndex() == 0) {
            // The buffer is nobody else's: its own array is as good as a copy of it.
            held = bytes.array();
        } else {
            if (held.length - length < added) {
                held = Arrays.copyOf(held, Math.max(HELD_BYTES_MIN, 2 * (length + added)));
            }
            chunk.getBytes(0, added, held, length);
        }
        length += added;
        if (!flushing) {
            flushing = true;
            context.runOnContext(flush);
        }
    }

    private void flush() {
        flushing = false;
        if (!exchange.ended) {
            try {
                scan(false);
            } catch (RuntimeException bug) {
                ending.crash(exchange, bug);
            }
        }
    }

    private void upstreamEnded() {
        upstreamEnded = true;
        gate.open();
        if (exchange.ended) {
            return;
        }
        exchange.upstream = null;
        scan(true);
        if (!exchange.ended && length > Math.max(0, scanner.eventEnd())) {
            // An event without its empty line still counts at the end of a stream.
            gather(EVENT_END);
            scan(true);
        }
        if (!exchange.ended) {
            conclude();
        }
    }

    /** Reads the events that are whole by now and hands them on. */
    private void scan(boolean last) {
        boolean begins = committed;
        while (scanner.next(held, length, last)) {
            switch (stream.read(held, scanner)) {
                case PREAMBLE -> {}
                case TOKEN -> begins = true;
                case USAGE_ONLY -> cutIf(hideUsage);
                case MALFORMED -> cutIf(true);
                case DONE -> {
                    if (!stream.finished()) {
                        cutIf(true);
                        broken(Refusals.unfinished(provider()));
                        return;
                    }
                }
                case ERROR -> {
                    String message = ProviderErrors.message(scanner.joinedData(held));
                    cutIf(true);
                    broken(Refusals.reported(provider(), Redaction.of(exchange).apply(message)));
                    return;
                }
            }
        }
        int unfinished = length - Math.max(0, scanner.eventEnd());
        boolean tooLong = unfinished > settings.limits().eventBytesMax();
        if (begins || stream.done() || tooLong || scanner.eventEnd() > PREAMBLE_BYTES_MAX) {
            handOn(tooLong);
        }
    }

    /** Takes the event just read out of what will be handed on. */
    private void cutIf(boolean cut) {
        if (cut) {
            int size = scanner.eventEnd() - scanner.eventStart();
            System.arraycopy(held, scanner.eventEnd(), held, scanner.eventStart(), length - scanner.eventEnd());
            length -= size;
            scanner.shift(size);
        }
    }

    /** Writes the whole events, and of one that is too long to be held also what there is of it. */
    private void handOn(boolean unfinishedToo) {
        long now = nanoTime.getAsLong();
        if (!committed) {
            commit(now);
        }
        int size = unfinishedToo ? length : Math.max(0, scanner.eventEnd());
        if (size > 0) {
            response.write(BufferInternal.buffer(Unpooled.wrappedBuffer(held, 0, size)));
            int rest = length - size;
            held = rest == 0 ? EMPTY : Arrays.copyOfRange(held, size, length);
            length = rest;
            scanner.shift(size);
        }
        if (response.writeQueueFull() && !upstreamEnded) {
            gate.shut();
            exchange.expect(Expiry.STALLED_READER, now, settings.timeouts().stalledReaderSeconds());
        } else {
            exchange.expect(Expiry.IDLE, now, settings.timeouts().idleSeconds());
        }
    }

    private void drained() {
        if (gate.isShut() && !exchange.ended) {
            exchange.expect(
                    Expiry.IDLE, nanoTime.getAsLong(), settings.timeouts().idleSeconds());
            gate.open();
        }
    }

    private void commit(long now) {
        committed = true;
        exchange.firstTokenNanos = now - exchange.startedNanos;
        HeaderRules.toCaller(answer.headers(), response.headers());
        book.head(exchange, answer.statusCode());
        response.headers()
                .set(HttpHeaders.CONTENT_TYPE, Names.EVENT_STREAM)
                .set(HttpHeaders.CACHE_CONTROL, Names.NO_CACHE)
                .set(Names.ACCEL_BUFFERING, Names.NO);
        book.openEnded(exchange);
    }

    /** The upstream has said all it will say. */
    private void conclude() {
        if (!stream.finished()) {
            broken(Refusals.cutShort(provider()));
            return;
        }
        noteUsage();
        book.end(exchange, stream.done() ? Buffer.buffer(0) : DONE);
        ending.finish(exchange, new Outcome.Completed());
    }

    private void noteUsage() {
        TokenUsage usage = stream.usage();
        exchange.usage = usage == null ? exchange.usage : usage;
    }

    /** The stream cannot go on: an HTTP error where nothing was written yet, else an error event and an unclean end. */
    void broken(ApiError error) {
        if (exchange.ended) {
            return;
        }
        noteUsage();
        if (!committed) {
            ending.fail(exchange, error);
            return;
        }
        handOn(false);
        if (stream.done() && stream.finished()) {
            // The answer is whole; that its provider never ended the body is none of the caller's business.
            conclude();
            exchange.resetUpstream();
            return;
        }
        exchange.errorCode = error.code();
        book.endAttempt(exchange, error.code());
        response.write(error.toEvent()).onComplete(written -> response.reset());
        ending.finish(exchange, new Outcome.StreamBroken(error.code()));
        exchange.resetUpstream();
    }

    private String provider() {
        return exchange.provider == null ? "The provider" : exchange.provider.name();
    }
}
