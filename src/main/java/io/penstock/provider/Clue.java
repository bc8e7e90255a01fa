package io.penstock.provider;

import static io.penstock.provider.Meaning.BAD_KEY;
import static io.penstock.provider.Meaning.CALLERS_FAULT;
import static io.penstock.provider.Meaning.FILTERED;
import static io.penstock.provider.Meaning.INCOMPATIBLE;
import static io.penstock.provider.Meaning.MODEL_GONE;
import static io.penstock.provider.Meaning.NOT_PERMITTED;
import static io.penstock.provider.Meaning.OVERLOADED;
import static io.penstock.provider.Meaning.QUOTA_GONE;
import static io.penstock.provider.Meaning.RATE_LIMITED;
import static io.penstock.provider.Meaning.SERVER_ERROR;
import static io.penstock.provider.Meaning.TIMEOUT;
import static io.penstock.provider.Meaning.TOO_LONG;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A row of the tables by which an error's words and sentences tell what it means. Tables are read from the top; the
 * first row that matches counts.
 *
 * <p>An error may quote the request. So a sentence that costs a key or a model something must begin the message, where
 * no quotation stands; sentences found anywhere lead only to meanings that are charged to nobody.
 *
 * @param meaning what it means
 * @param words machine-readable words in any spelling, as {@link Signals#plain} has them
 * @param texts patterns of lower-case sentences; no nested repetition, and their subjects are bounded
 */
record Clue(Meaning meaning, Set<String> words, List<Pattern> texts) {

    /** Words that mean one thing whatever the status. */
    static final List<Clue> SPECIFIC = List.of(
            clue(
                    BAD_KEY,
                    words(
                            "invalid_api_key API_KEY_INVALID wrong_api_key authentication_error unauthenticated unauthorized",
                            "UnrecognizedClientException InvalidSignatureException ExpiredTokenException",
                            "IncompleteSignatureException MissingAuthenticationTokenException"),
                    "^incorrect api key",
                    "^invalid api key",
                    "^api key not valid",
                    "^the api key you provided is invalid",
                    "^authentication failed: please make sure your api key is valid"),
            clue(
                    QUOTA_GONE,
                    words(
                            "insufficient_quota credit_balance_exhausted organization_usage_limit_exceeded",
                            "organization_spend_limit_exceeded project_spend_limit_exceeded enforced_spend_limit_reached",
                            "billing_error billing_hard_limit_reached billing_not_active Arrearage"),
                    "^your credit balance is too low",
                    "^you have reached your specified [a-z ]{0,40}usage limits",
                    "^your team [^ ]{1,80} has either used all available credits",
                    "^you have run out of credits",
                    "^you are using a trial key, which is limited to [0-9,]{1,12} api calls / month",
                    "^account [^ ]{1,200} is suspended"),
            clue(
                    FILTERED,
                    words(
                            "content_filter content_filtered content_policy_violation ResponsibleAIPolicyViolation",
                            "data_inspection_failed guardrail_intervened flagged_input"),
                    "^output blocked by content filtering policy"),
            clue(
                    TOO_LONG,
                    words("context_length_exceeded exceed_context_size_error token_limit_exceeded request_too_large"),
                    "prompt is too long",
                    "input is too long",
                    "^too many tokens: ",
                    "^too many input tokens",
                    "^input tokens exceeded",
                    "exceed context limit",
                    "maximum context length",
                    "maximum prompt length",
                    "context length (?:is|of) only",
                    "exceeds the (?:available )?context",
                    "input token count .{0,80}exceeds",
                    "inputs.? tokens \\+ .?max_new_tokens",
                    "range of input length should be",
                    "^request too large for "),
            clue(
                    INCOMPATIBLE,
                    words("unsupported_parameter unsupported_value unknown_parameter extra_forbidden"),
                    "unknown name \"",
                    "extra inputs are not permitted",
                    "unrecognized request argument",
                    "' is unsupported",
                    "enable_thinking must be set to false",
                    "only supported in /?v1/",
                    "supported .{0,200}/(?:chat/)?completions",
                    "not supported (?:by|with|for|on|in) (?:this|the) (?:model|endpoint|route)",
                    "isn't supported on this route",
                    "(?:this|the) model does(?: not|n't) support",
                    "does not support (?:tools|thinking|chat|generate|insert)"),
            clue(
                    CALLERS_FAULT,
                    words("previous_response_not_found"),
                    "^previous response with id",
                    "^file not found",
                    "^no such file"),
            clue(
                    MODEL_GONE,
                    words(
                            "model_not_found model_not_supported model_decommissioned invalid_model DeploymentNotFound",
                            "not_available"),
                    "^the requested model .{1,300} is not supported by any provider",
                    "^the provided model identifier is invalid",
                    "^invocation of model id .{1,300} with on-demand throughput isn",
                    "^invalid model"),
            clue(NOT_PERMITTED, Set.of(), "^user location is not supported", "^gemini api free tier is not available"),
            clue(
                    OVERLOADED,
                    words(
                            "overloaded_error server_is_overloaded capacity_exceeded",
                            "ModelNotReadyException ServiceUnavailableException")),
            clue(
                    RATE_LIMITED,
                    words(
                            "rate_limit_exceeded rate_limit_error rate_limited limit_requests slow_down",
                            "ThrottlingException Throttling.RateQuota Throttling.AllocationQuota ServiceQuotaExceededException",
                            "dynamic_request_limited dynamic_token_limited")),
            clue(SERVER_ERROR, words("ModelErrorException")));

    /** Words as general as a status, for errors that have none. */
    static final List<Clue> GENERAL = List.of(
            clue(NOT_PERMITTED, words("permission_error PERMISSION_DENIED AccessDeniedException forbidden")),
            clue(QUOTA_GONE, words("payment_required insufficient_balance")),
            clue(RATE_LIMITED, words("RESOURCE_EXHAUSTED too_many_requests")),
            clue(OVERLOADED, words("UNAVAILABLE service_unavailable service_unavailable_error")),
            clue(MODEL_GONE, words("NOT_FOUND not_found_error NotFoundError ResourceNotFoundException")),
            clue(
                    TIMEOUT,
                    words("timeout timeout_error DEADLINE_EXCEEDED gateway_timeout ModelTimeoutException CANCELLED")),
            clue(
                    SERVER_ERROR,
                    words(
                            "server_error api_error internal_error internal_server_error INTERNAL bad_gateway",
                            "InternalServerException ModelStreamErrorException")),
            clue(
                    CALLERS_FAULT,
                    words(
                            "invalid_request_error INVALID_ARGUMENT BadRequestError bad_request ValidationException",
                            "invalid_parameter_error FAILED_PRECONDITION OUT_OF_RANGE unprocessable_entity")));

    boolean matches(Signals signals) {
        return signals.words().stream().anyMatch(words::contains)
                || signals.texts().stream()
                        .anyMatch(text -> texts.stream()
                                .anyMatch(pattern -> pattern.matcher(text).find()));
    }

    private static Clue clue(Meaning meaning, Set<String> words, String... texts) {
        List<Pattern> patterns = Arrays.stream(texts)
                .map(text -> Pattern.compile(text, Pattern.DOTALL))
                .toList();
        return new Clue(meaning, words, patterns);
    }

    private static Set<String> words(String... lines) {
        return Arrays.stream(lines)
                .flatMap(line -> Arrays.stream(line.split(" ", -1)))
                .map(Signals::plain)
                .collect(Collectors.toUnmodifiableSet());
    }
}
