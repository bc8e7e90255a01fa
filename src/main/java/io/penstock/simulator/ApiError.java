package io.penstock.simulator;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A refusal in OpenAI's shape. */
record ApiError(
        int status,
        String message,
        String type,
        @Nullable String param,
        @Nullable String code) implements Parsed {

    private static final String INVALID = "invalid_request_error";

    static ApiError invalid(String message, @Nullable String param, @Nullable String code) {
        return new ApiError(400, message, INVALID, param, code);
    }

    static ApiError unknownModel(String model) {
        String message = "The model `" + model + "` does not exist. The simulator knows: " + ModelCatalogue.spellings();
        return new ApiError(404, message, INVALID, "model", "model_not_found");
    }

    static ApiError unknownUrl(String method, String path) {
        String message = "Invalid URL (" + method + " " + path + ")";
        return new ApiError(404, message, INVALID, null, "unknown_url");
    }

    static ApiError wrongMethod(String method) {
        return new ApiError(405, "Not allowed to " + method + " here.", INVALID, null, "method_not_supported");
    }

    static ApiError tooLarge(int limitBytes) {
        return new ApiError(413, "The body is larger than " + limitBytes + " bytes.", INVALID, null, null);
    }

    static ApiError quota() {
        String message = "You exceeded your current quota, please check your plan and billing details.";
        return new ApiError(429, message, "insufficient_quota", null, "insufficient_quota");
    }

    static ApiError modelGone(String model) {
        String message = "The model `" + model + "` does not exist or you do not have access to it.";
        return new ApiError(404, message, INVALID, null, "model_not_found");
    }

    static ApiError badKey(String maskedKey) {
        String message = "Incorrect API key provided: " + maskedKey + ".";
        return new ApiError(401, message, INVALID, null, "invalid_api_key");
    }

    static ApiError unsupported(String param) {
        String message = "Unsupported parameter: '" + param + "' is not supported with this model.";
        return invalid(message, param, "unsupported_parameter");
    }

    static ApiError prefill() {
        String message = "This model does not support assistant message prefill. "
                + "The conversation must end with a user message.";
        return invalid(message, "messages", "prefill_not_supported");
    }

    static ApiError tooLong(int windowTokens, int promptTokens) {
        String message = "This model's maximum context length is " + windowTokens + " tokens. However, your messages "
                + "resulted in " + promptTokens + " tokens. Please reduce the length of the messages.";
        return invalid(message, "messages", "context_length_exceeded");
    }

    static ApiError server() {
        return ofStatus(500);
    }

    /** The error a provider sends with this status. */
    static ApiError ofStatus(int status) {
        return switch (status) {
            case 401 -> new ApiError(status, "Incorrect API key provided.", INVALID, null, "invalid_api_key");
            case 403 ->
                new ApiError(status, "You are not allowed to sample from this model.", "permission_error", null, null);
            case 404 -> new ApiError(status, "The model does not exist.", INVALID, "model", "model_not_found");
            case 429 -> new ApiError(status, "Rate limit reached.", "requests", null, "rate_limit_exceeded");
            case 503 ->
                new ApiError(
                        status,
                        "The engine is currently overloaded, please try again later.",
                        "service_unavailable_error",
                        null,
                        "server_is_overloaded");
            case 529 -> new ApiError(status, "Overloaded.", "overloaded_error", null, null);
            default ->
                status < 500
                        ? new ApiError(status, "The simulator was asked for a " + status + ".", INVALID, null, null)
                        : new ApiError(
                                status,
                                "The server had an error while processing your request. Sorry about that!",
                                "server_error",
                                null,
                                null);
        };
    }

    JsonObject toJson() {
        JsonObject error = new JsonObject()
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return new JsonObject().put("error", error);
    }

    Reply reply() {
        return Reply.json(status, toJson());
    }
}
