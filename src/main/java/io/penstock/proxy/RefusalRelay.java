package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A provider's refusal on its way to the caller: same status, same words, no keys. One that a JSON client could not
 * read (HTML from a CDN, nothing at all) and one that is about the operator's key become errors of our own.
 */
final class RefusalRelay {
    /** A longer explanation is none. */
    static final int BYTES_MAX = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalRelay.class);
    private static final int UNAUTHORIZED = 401;
    private static final int REFUSAL_FROM = 400;
    private static final int CODE_CHARS_MAX = 64;

    private final Exchange exchange;
    private final HttpClientResponse answer;
    private final Ending ending;
    private final CallBook book;
    private final Buffer body = Buffer.buffer();

    RefusalRelay(Exchange exchange, HttpClientResponse answer, Ending ending, CallBook book) {
        this.exchange = exchange;
        this.answer = answer;
        this.ending = ending;
        this.book = book;
    }

    void start() {
        answer.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > BYTES_MAX) {
                exchange.resetUpstream();
                end();
            }
        });
        answer.endHandler(over -> ended());
        answer.exceptionHandler(problem -> ended());
    }

    private void ended() {
        try {
            end();
        } catch (RuntimeException bug) {
            ending.crash(exchange, bug);
        }
    }

    private void end() {
        if (exchange.ended) {
            return;
        }
        int status = answer.statusCode();
        exchange.upstream = null;
        book.endAttempt(exchange, String.valueOf(status));
        LOG.info("call {}: {} answered {}", exchange.id, provider(), status);
        JsonObject object = body.length() > BYTES_MAX ? null : ProviderErrors.object(body);
        if (status == UNAUTHORIZED) {
            refuse(Refusals.keyRejected(provider()), status);
        } else if (status < REFUSAL_FROM || object == null) {
            refuse(Refusals.unreadable(provider(), status), status);
        } else {
            passOn(object, status);
        }
    }

    private void refuse(ApiError error, int upstreamStatus) {
        if (error.status() == upstreamStatus) {
            HeaderRules.toCaller(answer.headers(), exchange.response.headers());
        }
        book.answer(exchange, error);
        ending.finish(exchange, new Outcome.ProviderRefused(upstreamStatus));
    }

    private void passOn(JsonObject object, int status) {
        boolean wrapped = object.getValue("error") instanceof JsonObject;
        boolean bare = body.length() > 0 && body.getByte(0) == '{';
        String text = wrapped
                ? bare ? body.toString(StandardCharsets.UTF_8) : object.encode()
                : ApiError.upstream(status, "provider_error", ProviderErrors.message(body.getBytes()))
                        .toBody()
                        .toString(StandardCharsets.UTF_8);
        HeaderRules.toCaller(answer.headers(), exchange.response.headers());
        book.head(exchange, status);
        exchange.response.headers().set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        Redaction redaction = Redaction.of(exchange);
        exchange.errorCode = redaction.apply(code(object));
        book.end(exchange, Buffer.buffer(redaction.apply(text)));
        ending.finish(exchange, new Outcome.ProviderRefused(status));
    }

    private static String code(JsonObject object) {
        Object code = object.getValue("error") instanceof JsonObject error ? error.getValue("code") : null;
        String text = code == null ? "provider_error" : Text.headerSafe(String.valueOf(code));
        return text.length() <= CODE_CHARS_MAX ? text : text.substring(0, CODE_CHARS_MAX);
    }

    private String provider() {
        return exchange.provider == null ? "The provider" : exchange.provider.name();
    }
}
