package io.penstock.proxy;

import io.penstock.call.TokenUsage;
import io.penstock.provider.UpstreamError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** Reads an answer that is none: an error, a redirect, or something else than what was asked for. */
final class RefusalReader implements Reader {
    /** A longer explanation is none. */
    static final int BYTES_MAX = 256 << 10;

    private final UpstreamCall call;
    private final HttpClientResponse answer;
    private final Readers.Common common;
    private final Buffer body = Buffer.buffer();

    RefusalReader(UpstreamCall call, HttpClientResponse answer, Readers.Common common) {
        this.call = call;
        this.answer = answer;
        this.common = common;
    }

    @Override
    public void start() {
        call.alarm.set(
                Expiry.IDLE, common.book().now(), call.ask.candidate().traits().idleSeconds());
        answer.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > BYTES_MAX) {
                ended();
            }
        });
        answer.endHandler(over -> {
            call.request = null;
            ended();
        });
        answer.exceptionHandler(problem -> ended());
    }

    private void ended() {
        if (!call.isIdle()) {
            common.attempts().guarded(call.exchange, () -> {
                Buffer said = body.length() > BYTES_MAX ? Buffer.buffer() : body;
                UpstreamError error = UpstreamError.read(answer.statusCode(), said);
                common.attempts().failed(call, common.failures().refused(call, error, answer.headers()));
            });
        }
    }

    @Override
    public void stalled() {
        ended();
    }

    @Override
    public TokenUsage usage() {
        return TokenUsage.UNREPORTED;
    }
}
