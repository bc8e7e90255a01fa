package io.penstock.provider;

import static io.penstock.provider.Meaning.CALLERS_FAULT;
import static io.penstock.provider.Meaning.FILTERED;
import static io.penstock.provider.Meaning.GARBLED;
import static io.penstock.provider.Meaning.INCOMPATIBLE;
import static io.penstock.provider.Meaning.MODEL_GONE;
import static io.penstock.provider.Meaning.NOT_PERMITTED;
import static io.penstock.provider.Meaning.OVERLOADED;
import static io.penstock.provider.Meaning.QUOTA_GONE;
import static io.penstock.provider.Meaning.RATE_LIMITED;
import static io.penstock.provider.Meaning.REPORTED;
import static io.penstock.provider.Meaning.SERVER_ERROR;
import static io.penstock.provider.Meaning.TIMEOUT;
import static io.penstock.provider.Meaning.TOO_LONG;

import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's refusal means, for all providers alike: the status says it roughly, and what the {@link Clue} tables
 * find in the body's words and sentences says it better where the status leaves it open. Never throws.
 *
 * <p>Nothing of a body turns a status of the caller's own mistake (400, 404, 413, 422 and the like) into the
 * provider's fault: else a caller could open a provider's breaker for all others.
 *
 * <p>What no answer tells apart: Mistral answers 401 alike for a wrong key and for one whose allowance is used up, so
 * both are {@code BadKey}.
 */
public final class Verdicts {
    private Verdicts() {}

    /**
     * Classifies a refusal, or an error inside an answer.
     *
     * <p>With a status of 200 to 299 the error was found inside an answer. It is judged by the status its JSON tells (a
     * {@code code} of 429 or 503), or else by its words; where neither says anything it is {@link Fault#REPORTED}, and
     * {@link Fault#GARBLED} where it is no JSON object at all.
     *
     * <p>404 and 410 are {@code ModelGone} also when a page of HTML says so: the endpoint is not there for that model. 403
     * without a JSON object is {@link Fault#GARBLED}: a CDN or a firewall blocks the gateway, which says nothing of a key,
     * and other targets should be tried.
     *
     * @param error as read
     * @param headers the answer's headers by lower-case name
     * @param nowMillis milliseconds since 1970
     */
    public static Verdict of(UpstreamError error, Function<String, @Nullable String> headers, long nowMillis) {
        Meaning meaning = isInside(error.status()) ? inside(error, headers) : refusal(error, error.status(), headers);
        return switch (meaning) {
            case BAD_KEY -> new Verdict.BadKey();
            case NOT_PERMITTED -> new Verdict.NotPermitted();
            case QUOTA_GONE -> new Verdict.QuotaGone();
            case RATE_LIMITED -> new Verdict.RateLimited(RetryAfter.millis(headers, error, nowMillis));
            case TOO_LONG -> new Verdict.TooLong();
            case MODEL_GONE -> new Verdict.ModelGone();
            case FILTERED -> new Verdict.Filtered();
            case INCOMPATIBLE -> new Verdict.Incompatible(Objections.of(error));
            case CALLERS_FAULT -> new Verdict.CallersFault();
            case OVERLOADED -> fault(Fault.OVERLOADED, error, headers, nowMillis);
            case TIMEOUT -> fault(Fault.TIMEOUT, error, headers, nowMillis);
            case SERVER_ERROR -> fault(Fault.SERVER_ERROR, error, headers, nowMillis);
            case GARBLED -> new Verdict.ProviderFault(Fault.GARBLED);
            case REPORTED -> fault(Fault.REPORTED, error, headers, nowMillis);
        };
    }

    private static Verdict fault(
            Fault fault, UpstreamError error, Function<String, @Nullable String> headers, long nowMillis) {
        return new Verdict.ProviderFault(fault, RetryAfter.asked(headers, error, nowMillis));
    }

    private static boolean isInside(int status) {
        return status >= 200 && status <= 299;
    }

    private static Meaning inside(UpstreamError error, Function<String, @Nullable String> headers) {
        if (error.body() == null) {
            return GARBLED;
        }
        int told = new ErrorShape(error.body()).status();
        if (told > 0) {
            return refusal(error, told, headers);
        }
        Signals signals = Signals.of(error, headers);
        for (List<Clue> table : List.of(Clue.SPECIFIC, Clue.GENERAL)) {
            for (Clue clue : table) {
                if (clue.matches(signals)) {
                    return clue.meaning();
                }
            }
        }
        return REPORTED;
    }

    private static Meaning refusal(UpstreamError error, int status, Function<String, @Nullable String> headers) {
        Signals signals = Signals.of(error, headers);
        for (Clue clue : Clue.SPECIFIC) {
            if (mayMean(status, clue.meaning()) && clue.matches(signals)) {
                return clue.meaning();
            }
        }
        return byStatus(error, status);
    }

    /** Whether a body may say that a refusal with this status means that. */
    private static boolean mayMean(int status, Meaning meaning) {
        return switch (status) {
            case 401, 402, 408, 413, 499, 504, 520, 521, 522, 523, 524 -> false;
            case 404, 410 -> meaning == INCOMPATIBLE || meaning == CALLERS_FAULT;
            case 403, 424, 429, 498 -> true;
            default -> status >= 400 && status <= 599 && (status >= 500 || !meaning.chargesProvider());
        };
    }

    private static Meaning byStatus(UpstreamError error, int status) {
        return switch (status) {
            case 401 -> Meaning.BAD_KEY;
            case 402 -> QUOTA_GONE;
            case 403 -> error.body() == null ? GARBLED : NOT_PERMITTED;
            case 404, 410 -> MODEL_GONE;
            // The path is not for POST, so it is not this model's: no fault of the caller's words.
            case 405 -> INCOMPATIBLE;
            case 408, 499, 504, 520, 521, 522, 523, 524 -> TIMEOUT;
            // Fireworks: an account that is suspended (a clue), or a LoRA that cannot be loaded.
            case 412 -> MODEL_GONE;
            case 413 -> TOO_LONG;
            case 429 -> RATE_LIMITED;
            case 498 -> isBlockedByCohere(error) ? FILTERED : OVERLOADED;
            case 503, 529 -> OVERLOADED;
            default -> status < 400 || status > 599 ? GARBLED : status < 500 ? CALLERS_FAULT : SERVER_ERROR;
        };
    }

    /** 498 is Groq's lack of capacity, in OpenAI's shape, and Cohere's blocked content, flat. */
    private static boolean isBlockedByCohere(UpstreamError error) {
        return error.body() != null && new ErrorShape(error.body()).isFlat() && error.message() != null;
    }
}
