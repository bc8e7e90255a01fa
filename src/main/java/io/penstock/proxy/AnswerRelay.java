package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.config.Settings;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.OpenAiUsage;
import io.penstock.proxy.Exchange.Expiry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no stream. Up to {@code limits.answer_bytes_max} it is held back until it is whole, so that one cut
 * short is a 502 and not half a JSON; a larger one is handed on as it arrives, with back-pressure.
 */
final class AnswerRelay {
    /** The end of a large answer, where its usage stands. */
    private static final int TAIL_BYTES = 8 << 10;

    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Ending ending;
    private final CallBook book;
    private final Settings settings;
    private final LongSupplier nanoTime;
    private final HttpServerResponse response;
    private final ReadGate gate;

    private Buffer held = Buffer.buffer(0);
    private boolean committed;

    AnswerRelay(
            Exchange exchange,
            HttpClientResponse answer,
            Ending ending,
            CallBook book,
            Settings settings,
            LongSupplier nanoTime) {
        this.exchange = exchange;
        this.answer = answer;
        this.ending = ending;
        this.book = book;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.response = exchange.response;
        this.gate = new ReadGate(answer);
    }

    void start() {
        answer.handler(this::gather);
        answer.endHandler(over -> ended());
        answer.exceptionHandler(problem -> broken(Refusals.cutShort(provider())));
        response.drainHandler(drained -> {
            if (gate.isShut() && !exchange.ended) {
                exchange.expect(
                        Expiry.IDLE, nanoTime.getAsLong(), settings.timeouts().idleSeconds());
                gate.open();
            }
        });
    }

    private void gather(Buffer chunk) {
        if (exchange.ended) {
            return;
        }
        if (committed) {
            pass(chunk);
        } else {
            held = held.length() == 0 ? chunk : held.appendBuffer(chunk);
            if (held.length() > settings.limits().answerBytesMax()) {
                Buffer first = held;
                held = Buffer.buffer(0);
                commit();
                book.openEnded(exchange);
                pass(first);
            }
        }
    }

    private void pass(Buffer chunk) {
        keepTail(chunk);
        response.write(chunk);
        long now = nanoTime.getAsLong();
        if (response.writeQueueFull()) {
            gate.shut();
            exchange.expect(Expiry.STALLED_READER, now, settings.timeouts().stalledReaderSeconds());
        } else {
            exchange.expect(Expiry.IDLE, now, settings.timeouts().idleSeconds());
        }
    }

    private void keepTail(Buffer chunk) {
        Buffer tail = Buffer.buffer(TAIL_BYTES);
        int fromChunk = Math.min(TAIL_BYTES, chunk.length());
        int fromHeld = Math.min(TAIL_BYTES - fromChunk, held.length());
        tail.appendBuffer(held, held.length() - fromHeld, fromHeld);
        tail.appendBuffer(chunk, chunk.length() - fromChunk, fromChunk);
        held = tail;
    }

    private void commit() {
        committed = true;
        exchange.firstTokenNanos = nanoTime.getAsLong() - exchange.startedNanos;
        HeaderRules.toCaller(answer.headers(), response.headers());
        book.head(exchange, answer.statusCode());
    }

    private void ended() {
        try {
            end();
        } catch (RuntimeException bug) {
            ending.crash(exchange, bug);
        }
    }

    private void end() {
        gate.open();
        if (exchange.ended) {
            return;
        }
        exchange.upstream = null;
        if (!committed && Names.isJson(answer) && !endsLikeJson()) {
            // Without a length or chunks a connection that breaks off looks like the end of the answer.
            ending.fail(exchange, Refusals.cutShort(provider()));
            return;
        }
        TokenUsage usage = usage();
        exchange.usage = usage == null ? exchange.usage : usage;
        if (committed) {
            book.end(exchange, Buffer.buffer(0));
        } else {
            commit();
            response.headers().set(HttpHeaders.CONTENT_LENGTH, String.valueOf(held.length()));
            book.end(exchange, held);
        }
        ending.finish(exchange, new Outcome.Completed());
    }

    private @Nullable TokenUsage usage() {
        ByteBuf bytes = ((BufferInternal) held).getByteBuf();
        if (!bytes.hasArray()) {
            byte[] copy = held.getBytes();
            return OpenAiUsage.in(copy, 0, copy.length);
        }
        int from = bytes.arrayOffset() + bytes.readerIndex();
        return OpenAiUsage.in(bytes.array(), from, from + bytes.readableBytes());
    }

    private boolean endsLikeJson() {
        int last = held.length() - 1;
        while (last >= 0 && held.getByte(last) <= ' ') {
            last--;
        }
        return last >= 0 && (held.getByte(last) == '}' || held.getByte(last) == ']');
    }

    /** The answer cannot go on: an HTTP error where nothing was written yet, else an unclean end. */
    void broken(ApiError error) {
        if (exchange.ended) {
            return;
        }
        if (!committed) {
            ending.fail(exchange, error);
            return;
        }
        exchange.errorCode = error.code();
        book.endAttempt(exchange, error.code());
        ending.finish(exchange, new Outcome.StreamBroken(error.code()));
        response.reset();
        exchange.resetUpstream();
    }

    private String provider() {
        return exchange.provider == null ? "The provider" : exchange.provider.name();
    }
}
