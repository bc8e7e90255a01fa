package io.penstock.proxy;

import io.netty.handler.codec.DecoderException;
import io.penstock.dialect.ApiError;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Obstacle;
import io.penstock.resilience.Verdict;
import io.penstock.resilience.Verdict.BadKey;
import io.penstock.resilience.Verdict.CallersFault;
import io.penstock.resilience.Verdict.Diverged;
import io.penstock.resilience.Verdict.Filtered;
import io.penstock.resilience.Verdict.Incompatible;
import io.penstock.resilience.Verdict.ModelGone;
import io.penstock.resilience.Verdict.NotPermitted;
import io.penstock.resilience.Verdict.ProviderFault;
import io.penstock.resilience.Verdict.QuotaGone;
import io.penstock.resilience.Verdict.RateLimited;
import io.penstock.resilience.Verdict.TooLong;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences the gateway itself answers with: what went wrong, and what to do. They name providers, never addresses. */
final class Refusals {
    static final ApiError SLOW_BODY =
            ApiError.invalid(408, null, "request_timeout", "The request body did not arrive in time.");

    static final ApiError MALFORMED =
            ApiError.invalid(400, null, "malformed_request", "The request is not valid HTTP.");

    private static final int MODEL_CHARS_SHOWN = 100;
    private static final int TOO_MANY = 429;

    private Refusals() {}

    /** Whether a request's body broke off because it is no HTTP, so that its caller may still read why. */
    static boolean isMalformed(Throwable problem) {
        return problem instanceof DecoderException || problem instanceof IllegalArgumentException;
    }

    /** A name as far as a sentence bears it. */
    static String shown(String model) {
        return model.length() <= MODEL_CHARS_SHOWN ? model : model.substring(0, MODEL_CHARS_SHOWN) + "...";
    }

    static ApiError notOffered(String provider, String path) {
        return ApiError.invalid(
                400, "model", "unsupported_endpoint", provider + " serves this model, but not at " + path + ".");
    }

    static ApiError unreachable(String provider, @Nullable Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException
                ? busy(provider)
                : ApiError.upstream(502, "provider_unreachable", "No connection to " + provider + " could be made.");
    }

    static ApiError noToken(String provider) {
        return ApiError.upstream(502, "provider_unreachable", "No access token for " + provider + " could be got.");
    }

    static ApiError busy(String provider) {
        return ApiError.upstream(
                503, "provider_busy", "Too many calls wait for a connection to " + provider + ". Try again.");
    }

    static ApiError noAnswer(String provider) {
        return ApiError.upstream(
                502, "provider_closed_connection", provider + " closed the connection without an answer.");
    }

    static ApiError cutShort(String provider) {
        return ApiError.upstream(502, "provider_cut_answer", provider + " broke off in the middle of its answer.");
    }

    static ApiError unfinished(String provider) {
        return ApiError.upstream(
                502, "provider_unfinished_answer", provider + " ended its answer without a finish reason.");
    }

    static ApiError tooSlow(String provider) {
        return ApiError.upstream(504, "provider_timeout", provider + " did not answer in time.");
    }

    static ApiError tooLate() {
        return ApiError.upstream(504, "provider_timeout", "No provider answered in time.");
    }

    static ApiError idle(String provider) {
        return ApiError.upstream(504, "provider_stalled", provider + " fell silent in the middle of its answer.");
    }

    /**
     * @param obstacles what is in the way of each provider that serves the model
     * @param retryAfterMillis when one may be asked again, from now; -1: not known
     */
    static ApiError unavailable(String model, Map<String, Set<Obstacle>> obstacles, long retryAfterMillis) {
        String who = obstacles.entrySet().stream()
                .map(entry -> entry.getKey() + inBrackets(entry.getValue()))
                .collect(Collectors.joining(", "));
        String retry = retryAfterMillis > 0
                ? "Try again in " + TimeUnit.MILLISECONDS.toSeconds(retryAfterMillis + 999) + " s."
                : "Try again.";
        String sentence = "No provider that serves '" + shown(model) + "' can be asked now: " + who + ". "
                + (onlyKeys(obstacles) ? "The gateway's operator must set a valid key." : retry);
        return onlyRateLimits(obstacles)
                ? new ApiError(TOO_MANY, "rate_limit_error", null, "rate_limit_exceeded", sentence)
                : ApiError.upstream(503, "provider_unavailable", sentence);
    }

    /** Whether rate limits are all that stands in the way. */
    static boolean onlyRateLimits(Map<String, Set<Obstacle>> obstacles) {
        return !obstacles.isEmpty() && obstacles.values().stream().allMatch(Set.of(Obstacle.RATE_LIMITED)::equals);
    }

    /** Whether rejected keys are all that stands in the way: then only the operator can help. */
    static boolean onlyKeys(Map<String, Set<Obstacle>> obstacles) {
        return !obstacles.isEmpty() && obstacles.values().stream().allMatch(Set.of(Obstacle.KEY_REJECTED)::equals);
    }

    private static String inBrackets(Set<Obstacle> obstacles) {
        return obstacles.isEmpty()
                ? ""
                : obstacles.stream().map(Obstacle::words).collect(Collectors.joining(", ", " (", ")"));
    }

    static ApiError keyRejected(String provider) {
        return ApiError.upstream(
                502,
                "provider_key_rejected",
                provider + " rejected the key this gateway holds for it. Its operator must set a valid one.");
    }

    static ApiError unreadable(String provider, int upstreamStatus) {
        int status = upstreamStatus < 400 ? 502 : upstreamStatus;
        return ApiError.upstream(
                status,
                "provider_error",
                provider + " answered " + upstreamStatus + " without an explanation that can be passed on.");
    }

    static ApiError reported(String provider, String message, int status, Verdict verdict) {
        boolean invalid = status < 500 && status != TOO_MANY;
        return new ApiError(
                status,
                invalid ? "invalid_request_error" : status == TOO_MANY ? "rate_limit_error" : "upstream_error",
                null,
                code(verdict),
                provider + " reported an error: " + message);
    }

    /** The status that tells an SDK what a failure means, where the provider sent none that does. */
    static int status(Verdict verdict) {
        return switch (verdict) {
            case TooLong tooLong -> 400;
            case Incompatible incompatible -> 400;
            case Filtered filtered -> 400;
            case CallersFault fault -> 400;
            case NotPermitted permission -> 403;
            case ModelGone model -> 404;
            case RateLimited limited -> TOO_MANY;
            case QuotaGone quota -> TOO_MANY;
            case ProviderFault fault -> fault.fault() == Fault.OVERLOADED ? 503 : 502;
            case BadKey key -> 502;
            case Diverged answer -> 502;
        };
    }

    /** OpenAI's codes where it has one. */
    private static String code(Verdict verdict) {
        return switch (verdict) {
            case TooLong tooLong -> "context_length_exceeded";
            case Incompatible incompatible -> "unsupported_parameter";
            case Filtered filtered -> "content_filter";
            case CallersFault fault -> "invalid_request";
            case NotPermitted permission -> "permission_denied";
            case ModelGone model -> "model_not_found";
            case RateLimited limited -> "rate_limit_exceeded";
            case QuotaGone quota -> "insufficient_quota";
            case ProviderFault fault -> "provider_error";
            case BadKey key -> "provider_key_rejected";
            case Diverged answer -> "provider_error";
        };
    }

    static ApiError bug() {
        return new ApiError(
                500, "server_error", null, "internal_error", "The gateway failed on this request; its log says why.");
    }
}
