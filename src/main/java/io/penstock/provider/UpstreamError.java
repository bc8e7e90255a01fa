package io.penstock.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A provider's refusal, read out of whatever form it took. Printed without its words, which may hold part of a key.
 *
 * @param status HTTP status; 200 for an error inside an answer that began well
 * @param type the provider's class of error, e.g. {@code rate_limit_error}; at most 200 characters
 * @param code machine-readable, at most 200 characters: a word where there is one, else a number in digits
 * @param message its sentence, at most 1,000 characters
 * @param body the JSON object that came, unwrapped from an array; {@code null} where none came
 */
public record UpstreamError(
        int status,
        @Nullable String type,
        @Nullable String code,
        @Nullable String message,
        @Nullable JsonObject body) {

    /**
     * Reads any bytes and never throws. What is no JSON object (HTML, plain text, JSON that is broken or nests more
     * than 100 deep) leaves {@code type}, {@code code}, {@code message} and {@code body} empty.
     */
    public static UpstreamError read(int status, Buffer body) {
        JsonObject object = ErrorJson.object(body);
        if (object == null) {
            return new UpstreamError(status, null, null, null, null);
        }
        ErrorShape shape = new ErrorShape(object);
        return new UpstreamError(status, shape.type(), shape.code(), shape.message(), object);
    }

    @Override
    public String toString() {
        return "UpstreamError[status=" + status + ", type=" + type + ", code=" + code + "]";
    }
}
