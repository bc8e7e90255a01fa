package io.penstock.dialect.messages;

import io.penstock.dialect.ApiError;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;

/** Errors in Anthropic's form: {@code {"type":"error","error":{"type","message"}}}. SDKs go by the inner type. */
final class Errors {
    private static final String NO_MONEY = "insufficient_quota";

    private Errors() {}

    static Buffer body(ApiError error) {
        return write(error, new JsonWriter()).toBuffer();
    }

    static Buffer event(ApiError error) {
        JsonWriter out = new JsonWriter().text("event: error\ndata: ");
        return write(error, out).text("\n\n").toBuffer();
    }

    private static JsonWriter write(ApiError error, JsonWriter out) {
        return out.object()
                .put("type", "error")
                .object("error")
                .put("type", type(error))
                .put("message", message(error))
                .endObject()
                .endObject();
    }

    /** The form has no place for the field's name, so the message begins with it, as Anthropic's do. */
    private static String message(ApiError error) {
        String param = error.param();
        return param == null || error.message().contains("'" + param + "'")
                ? error.message()
                : param + ": " + error.message();
    }

    /** By status, as Anthropic documents its own errors; what has no type of its own is a bad request or a failure. */
    static String type(ApiError error) {
        if (NO_MONEY.equals(error.code())) {
            return "billing_error";
        }
        return switch (error.status()) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 409 -> "conflict_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            case 408, 504 -> "timeout_error";
            default -> error.status() >= 500 ? "api_error" : "invalid_request_error";
        };
    }
}
