package io.penstock.dialect.gemini;

import io.penstock.dialect.ApiError;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.penstock.sse.Needle;
import java.util.Locale;

/** Errors in Google's form: {@code {"error":{"code","message","status","details"}}}. */
final class GeminiErrors {
    private static final Needle ERROR = Needle.of("\"error\"");

    private GeminiErrors() {}

    /** The stable code stands in an {@code ErrorInfo}, the field in a {@code BadRequest}, where Google's clients look. */
    static JsonWriter body(ApiError error, JsonWriter out) {
        out.object().object("error").put("code", error.status()).put("message", error.message());
        out.put("status", status(error.status())).array("details");
        out.object()
                .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                .put("reason", error.code().toUpperCase(Locale.ROOT))
                .put("domain", "penstock")
                .endObject();
        if (error.param() != null) {
            out.object()
                    .put("@type", "type.googleapis.com/google.rpc.BadRequest")
                    .array("fieldViolations");
            out.object()
                    .put("field", error.param())
                    .put("description", error.message())
                    .endObject();
            out.endArray().endObject();
        }
        return out.endArray().endObject().endObject();
    }

    private static String status(int http) {
        return switch (http) {
            case 401 -> "UNAUTHENTICATED";
            case 402 -> "FAILED_PRECONDITION";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504 -> "DEADLINE_EXCEEDED";
            case 409 -> "ABORTED";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 499 -> "CANCELLED";
            case 501 -> "UNIMPLEMENTED";
            case 502, 503, 529 -> "UNAVAILABLE";
            default -> http < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
        };
    }

    /** Whether this is an error at the top, alone or wrapped in an array. */
    static boolean isError(byte[] bytes, int from, int to) {
        if (ERROR.in(bytes, from, to) < 0) {
            return false;
        }
        JsonValue.Obj response = AnswerReader.response(bytes, from, to);
        return response != null && response.has("error");
    }
}
