package io.penstock.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal, read out of whatever form it took.
 *
 * @param status HTTP status; 200 for an error inside an answer that began well
 * @param type the provider's class of error, e.g. {@code rate_limit_error}
 * @param code machine-readable: a word where there is one, else a number in digits
 * @param message its sentence, at most 1,000 characters; may hold part of a key
 * @param body the JSON object that came, unwrapped from an array; {@code null} where none came
 */
public record UpstreamError(
        int status,
        @Nullable String type,
        @Nullable String code,
        @Nullable String message,
        @Nullable JsonObject body) {

    /** Reads any bytes; never throws. */
    public static UpstreamError read(int status, Buffer body) {
        return new UpstreamError(status, null, null, null, null);
    }
}
