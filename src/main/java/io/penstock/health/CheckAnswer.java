package io.penstock.health;

import io.penstock.health.HealthBoard.Status;
import io.penstock.provider.KeyCheck;
import io.penstock.provider.UpstreamError;
import io.penstock.provider.Verdicts;
import io.penstock.resilience.Verdict;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an answer to a {@link KeyCheck} says of its provider.
 *
 * @param detail a few words, without secrets
 */
record CheckAnswer(Status status, String detail) {

    /**
     * Never throws. A refusal that blames neither key, money, rate nor server is an answer like any other: compatible
     * servers need not have the path.
     *
     * @param headers by name
     * @param nowMillis milliseconds since 1970
     */
    static CheckAnswer of(
            KeyCheck check,
            int code,
            Function<String, @Nullable String> headers,
            @Nullable Buffer body,
            long nowMillis) {
        if (code == 401 || code == 403) {
            return new CheckAnswer(Status.DOWN, "rejects the key (" + code + ")");
        }
        if (code == 429 || code >= 500) {
            return new CheckAnswer(Status.DEGRADED, "answered " + code);
        }
        if (code >= 300 && code < 400) {
            return new CheckAnswer(Status.DEGRADED, "answered " + code + ", a redirect");
        }
        if (code >= 400) {
            UpstreamError error = UpstreamError.read(code, body == null ? Buffer.buffer() : body);
            Verdict verdict = Verdicts.of(error, headers, nowMillis);
            if (verdict instanceof Verdict.BadKey) {
                return new CheckAnswer(Status.DOWN, "rejects the key (" + code + ")");
            }
            if (verdict instanceof Verdict.QuotaGone) {
                return new CheckAnswer(Status.DOWN, "says that the key has no money left (" + code + ")");
            }
        }
        if (!check.field().isEmpty() && code == 200 && denies(body, check.field())) {
            return new CheckAnswer(Status.DOWN, "says of the key: " + check.field() + " is false");
        }
        return new CheckAnswer(
                Status.HEALTHY, check.provesKey() ? "answers" : "answers, which says nothing of the key");
    }

    private static boolean denies(@Nullable Buffer body, String field) {
        try {
            return body != null
                    && body.toJsonValue() instanceof JsonObject object
                    && Boolean.FALSE.equals(object.getValue(field));
        } catch (DecodeException e) {
            return false;
        }
    }
}
