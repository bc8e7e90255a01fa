package io.penstock.proxy;

import io.penstock.dialect.ApiError;
import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import io.penstock.resilience.Verdict.ProviderFault;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How one upstream request failed.
 *
 * @param verdict what it means
 * @param result how it stands in the list of attempts: an HTTP status, or a word
 * @param error what the caller is told if nothing better comes, in the gateway's own words
 * @param original the provider's answer, where it gave one
 */
record Failure(
        Verdict verdict,
        String result,
        ApiError error,
        @Nullable Original original) {

    /**
     * A provider's refusal as it came.
     *
     * @param words the JSON object in its body; {@code null} where none can be passed on
     */
    record Original(
            UpstreamCall call,
            int status,
            MultiMap headers,
            @Nullable JsonObject words) {}

    static Failure of(Fault fault, ApiError error) {
        return of(new ProviderFault(fault), error);
    }

    static Failure of(Verdict verdict, ApiError error) {
        return new Failure(verdict, verdict.label(), error, null);
    }

    /** When the provider asked to be called again, from its answer; -1 where it did not say. */
    long retryAfterMillis() {
        return switch (verdict) {
            case ProviderFault fault -> fault.retryAfterMillis();
            case Verdict.RateLimited limited -> limited.retryAfterMillis();
            default -> -1;
        };
    }

    /** The same as {@code retry-after} has it: in seconds, rounded up; -1 where it is not known. */
    long retryAfterSeconds() {
        long millis = retryAfterMillis();
        return millis < 0 ? -1 : TimeUnit.MILLISECONDS.toSeconds(millis + 999);
    }

    /** This one or the one before, whichever tells the caller more. */
    Failure moreWorthTelling(@Nullable Failure before) {
        return before == null || !before.isCallers() && (before.isOperators() || !isOperators()) ? this : before;
    }

    /** Whether the caller itself can mend it, and nobody else. */
    private boolean isCallers() {
        return switch (verdict) {
            case Verdict.CallersFault fault -> true;
            case Verdict.TooLong request -> true;
            case Verdict.Filtered request -> true;
            default -> false;
        };
    }

    /**
     * Whether it is about the gateway's own standing with one provider, of which the caller knows nothing: told only
     * where there is nothing else to tell.
     */
    private boolean isOperators() {
        return switch (verdict) {
            case Verdict.BadKey key -> true;
            case Verdict.QuotaGone quota -> true;
            case Verdict.NotPermitted permission -> true;
            case Verdict.ModelGone model -> true;
            case Verdict.Diverged answer -> true;
            default -> false;
        };
    }
}
