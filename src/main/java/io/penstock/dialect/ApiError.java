package io.penstock.dialect;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An error in OpenAI's form: {@code {"error":{"message","type","param","code"}}}, the four keys always present.
 *
 * @param status HTTP status, 400 to 599
 * @param type OpenAI's class of error, e.g. {@code invalid_request_error}
 * @param param the request field it is about
 * @param code machine-readable, stable
 * @param message a sentence for the caller, without secrets
 */
public record ApiError(int status, String type, @Nullable String param, String code, String message) {

    /** The caller's own mistake. */
    public static ApiError invalid(int status, @Nullable String param, String code, String message) {
        return new ApiError(status, "invalid_request_error", param, code, message);
    }

    /** A provider's failure, or ours in reaching it. */
    public static ApiError upstream(int status, String code, String message) {
        return new ApiError(status, "upstream_error", null, code, message);
    }

    /** The body of an HTTP answer. */
    public Buffer toBody() {
        return toJson().toBuffer();
    }

    /**
     * The event that tells a stream's reader that it broke. Some SDKs see only the event's name, others only the
     * {@code error} key, so it carries both.
     */
    public Buffer toEvent() {
        return Buffer.buffer("event: error\ndata: ").appendBuffer(toBody()).appendString("\n\n");
    }

    private JsonObject toJson() {
        return new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", message)
                                .put("type", type)
                                .put("param", param)
                                .put("code", code));
    }
}
