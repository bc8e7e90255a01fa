package io.penstock.proxy;

import io.netty.buffer.ByteBuf;
import io.penstock.call.Outcome;
import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.OpenAiAnswers;
import io.penstock.provider.UpstreamError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is no stream. Up to {@code limits.answer_bytes_max} it is held back until it is whole, so that one
 * cut short, or an error dressed as an answer, is the attempts' business and not the caller's; a larger one is handed on
 * as it arrives, with back-pressure.
 */
final class WholeReader implements Reader {
    /** The end of a large answer, where its usage stands. */
    private static final int TAIL_BYTES = 8 << 10;

    private final UpstreamCall call;
    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Readers.Common common;
    private final HttpServerResponse response;
    private final ReadGate gate;
    private Buffer held = BodyReader.NOTHING;
    private @Nullable TokenUsage usage;

    WholeReader(UpstreamCall call, HttpClientResponse answer, Readers.Common common) {
        this.call = call;
        this.exchange = call.exchange;
        this.answer = answer;
        this.common = common;
        this.response = exchange.response;
        this.gate = new ReadGate(answer);
    }

    @Override
    public void start() {
        answer.handler(chunk -> common.attempts().guarded(exchange, () -> gather(chunk)));
        answer.endHandler(over -> common.attempts().guarded(exchange, this::ended));
        answer.exceptionHandler(problem -> common.attempts().guarded(exchange, () -> broken(Failures.cutShort(call))));
    }

    private void gather(Buffer chunk) {
        if (call.isIdle()) {
            return;
        }
        if (call.committed) {
            pass(chunk);
            return;
        }
        held = held.length() == 0 ? chunk : held.appendBuffer(chunk);
        boolean large = held.length() > common.settings().limits().answerBytesMax();
        if (large && call.translated()) {
            // It would have to be held whole to be translated.
            broken(Failures.garbled(call));
        } else if (large) {
            Buffer first = held;
            held = BodyReader.NOTHING;
            commit();
            common.bodies().release(exchange);
            common.book().openEnded(exchange);
            response.drainHandler(drained -> drained());
            pass(first);
        } else {
            awaitMore(common.book().now());
        }
    }

    private void pass(Buffer chunk) {
        keepTail(chunk);
        response.write(chunk);
        long now = common.book().now();
        if (response.writeQueueFull()) {
            gate.shut();
            call.alarm.clear();
            exchange.alarm.set(
                    Expiry.STALLED_READER, now, common.settings().timeouts().stalledReaderSeconds());
        } else {
            awaitMore(now);
        }
    }

    private void drained() {
        if (gate.isShut() && !call.isIdle()) {
            exchange.alarm.clear();
            awaitMore(common.book().now());
            gate.open();
        }
    }

    private void awaitMore(long now) {
        call.alarm.set(Expiry.IDLE, now, call.ask.candidate().traits().idleSeconds());
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
        common.attempts().commit(call);
        exchange.firstTokenNanos = common.book().now() - exchange.startedNanos;
        HeaderRules.toCaller(answer.headers(), response.headers());
        common.book().head(exchange, answer.statusCode());
    }

    private void ended() {
        gate.open();
        if (call.isIdle()) {
            return;
        }
        call.request = null;
        if (!call.committed) {
            Failure failure = call.translated() ? translate() : failure();
            if (failure != null) {
                common.attempts().failed(call, failure);
                return;
            }
        }
        if (call.committed && Names.mayBeJson(answer) && !endsLikeJson()) {
            broken(Failures.cutShort(call));
            return;
        }
        usage = onBytes(exchange.dialect()::usage);
        if (call.committed) {
            common.book().end(exchange, BodyReader.NOTHING);
        } else {
            commit();
            tell();
            response.headers().set(HttpHeaders.CONTENT_LENGTH, String.valueOf(held.length()));
            common.book().end(exchange, held);
        }
        common.attempts().done(call, answer.statusCode());
        common.ending().finish(exchange, new Outcome.Completed());
    }

    /** Tells the caller what the answer cost, where that is known, and in a Chat answer who gave it. */
    private void tell() {
        Receipt receipt = Receipt.of(call, usage());
        if (receipt.costUsd() != null) {
            response.headers().set(Names.COST, receipt.costUsd());
        }
        if (common.settings().metadata() && Route.CHAT.equals(exchange.route) && Names.mayBeJson(answer)) {
            held = receipt.addedTo(held);
        }
    }

    /** Puts the answer into the caller's dialect. What is wrong with it, if anything is. */
    private @Nullable Failure translate() {
        if (exchange.route.kind() == Route.Kind.EMBEDDINGS) {
            Buffer vectors = Translator.embeddings(call, held);
            held = vectors == null ? held : vectors;
            return vectors == null ? Failures.garbled(call) : null;
        }
        return switch (common.translator().read(call, held)) {
            case AnswerReading.Garbled nothing -> Failures.garbled(call);
            case AnswerReading.Failed failed -> {
                Buffer json = Buffer.buffer(failed.json().text());
                yield common.failures().reported(call, UpstreamError.read(answer.statusCode(), json));
            }
            case AnswerReading.Read read -> {
                held = common.translator().write(call, read);
                yield null;
            }
        };
    }

    /** What is wrong with an answer that says 200, if anything is. */
    private @Nullable Failure failure() {
        if (held.length() == 0 || !Names.mayBeJson(answer)) {
            return Names.isEventStream(answer) && held.length() > 0 ? null : Failures.garbled(call);
        }
        if (!endsLikeJson()) {
            // Without a length or chunks a connection that breaks off looks like the end of the answer.
            return Failures.cutShort(call);
        }
        Boolean error = onBytes(exchange.dialect()::isError);
        if (error != null && error) {
            return common.failures().reported(call, UpstreamError.read(answer.statusCode(), held));
        }
        return null;
    }

    private <T> @Nullable T onBytes(OpenAiAnswers.Question<T> question) {
        ByteBuf bytes = ((BufferInternal) held).getByteBuf();
        if (!bytes.hasArray()) {
            byte[] copy = held.getBytes();
            return question.ask(copy, 0, copy.length);
        }
        int from = bytes.arrayOffset() + bytes.readerIndex();
        return question.ask(bytes.array(), from, from + bytes.readableBytes());
    }

    private boolean endsLikeJson() {
        int last = held.length() - 1;
        while (last >= 0 && held.getByte(last) <= ' ') {
            last--;
        }
        return last >= 0 && (held.getByte(last) == '}' || held.getByte(last) == ']');
    }

    @Override
    public void stalled() {
        broken(Failures.stalled(call));
    }

    /** The answer cannot go on. */
    private void broken(Failure failure) {
        if (call.committed) {
            common.attempts().broke(call, failure);
        } else {
            common.attempts().failed(call, failure);
        }
    }

    @Override
    public TokenUsage usage() {
        return usage == null ? TokenUsage.UNREPORTED : usage;
    }
}
