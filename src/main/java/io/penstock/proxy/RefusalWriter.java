package io.penstock.proxy;

import io.penstock.call.Outcome;
import io.penstock.dialect.ApiError;
import io.penstock.proxy.Failure.Original;
import io.penstock.resilience.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;

/**
 * Tells the caller why there is no answer: in the provider's own words where they are an error a client can read, with
 * its status and without any key; else in the gateway's.
 */
final class RefusalWriter {
    private static final int CODE_CHARS_MAX = 64;

    /** Beyond it a call is not worth repeating by itself: no SDK should hold one for so long. */
    private static final long RETRY_SOON_MILLIS_MAX = 120_000;

    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final CallBook book;

    RefusalWriter(CallBook book) {
        this.book = book;
    }

    /** Writes the answer. How the call ended, for its record. */
    Outcome write(Exchange exchange, Failure failure) {
        MultiMap headers = exchange.response.headers();
        ApiError ours = failure.error();
        Original original = failure.original();
        if (original == null) {
            retryAfter(headers, failure, ours.status());
            book.answer(exchange, ours);
            boolean callers = failure.verdict() instanceof Verdict.Incompatible
                    || failure.verdict() instanceof Verdict.CallersFault;
            return callers ? new Outcome.Rejected(ours.code()) : new Outcome.ProviderFailed(ours.code());
        }
        exchange.target = original.call().target();
        if (original.status() == ours.status()) {
            HeaderRules.toCaller(original.headers(), headers);
            retryAfter(headers, failure, original.status());
        } else {
            shouldRetry(headers, failure, ours.status());
        }
        JsonObject words = original.words();
        if (words == null) {
            book.answer(exchange, ours);
        } else {
            passOn(exchange, original, words, ours);
        }
        return new Outcome.ProviderRefused(original.status());
    }

    /** What the provider said in its body, or what the gateway knows, in the form SDKs read. */
    private static void retryAfter(MultiMap headers, Failure failure, int status) {
        long millis = failure.retryAfterMillis();
        if (millis >= 0 && !headers.contains(HttpHeaders.RETRY_AFTER)) {
            headers.set(HttpHeaders.RETRY_AFTER, String.valueOf(failure.retryAfterSeconds()));
        }
        if (millis >= 0 && !headers.contains(Names.RETRY_AFTER_MS)) {
            headers.set(Names.RETRY_AFTER_MS, String.valueOf(millis));
        }
        shouldRetry(headers, failure, status);
    }

    /** SDKs would else come back to a provider that has no money left, and some would wait for hours. */
    private static void shouldRetry(MultiMap headers, Failure failure, int status) {
        long millis = failure.retryAfterMillis();
        boolean pointless = failure.verdict() instanceof Verdict.QuotaGone
                || failure.verdict() instanceof Verdict.BadKey
                || millis > RETRY_SOON_MILLIS_MAX;
        if (pointless) {
            headers.set(Names.SHOULD_RETRY, Names.FALSE);
        } else if (millis >= 0 && (status == TOO_MANY || status == UNAVAILABLE)) {
            headers.set(Names.SHOULD_RETRY, Names.TRUE);
        }
    }

    private void passOn(Exchange exchange, Original original, JsonObject object, ApiError ours) {
        boolean readable = object.getValue("error") instanceof JsonObject
                && !original.call().translated();
        String text =
                readable ? object.encode() : exchange.dialect().error(ours).toString();
        book.head(exchange, original.status());
        exchange.response.headers().set(HttpHeaders.CONTENT_TYPE, Names.JSON);
        Redaction redaction = Redaction.of(original.call().provider());
        exchange.errorCode = redaction.apply(code(object));
        book.end(exchange, Buffer.buffer(redaction.apply(text)));
    }

    private static String code(JsonObject object) {
        Object code = object.getValue("error") instanceof JsonObject error ? error.getValue("code") : null;
        String text = code == null ? "provider_error" : Text.headerSafe(String.valueOf(code));
        return text.length() <= CODE_CHARS_MAX ? text : text.substring(0, CODE_CHARS_MAX);
    }
}
