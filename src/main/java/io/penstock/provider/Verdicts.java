package io.penstock.provider;

import io.penstock.resilience.Fault;
import io.penstock.resilience.Verdict;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a provider's refusal means: status first, then type and code, then a few known sentences. */
public final class Verdicts {

    private Verdicts() {}

    /**
     * Classifies a refusal.
     *
     * @param error with status 200 for an error inside an answer
     * @param headers the answer's headers by lower-case name
     * @param nowMillis milliseconds since 1970
     */
    public static Verdict of(UpstreamError error, Function<String, @Nullable String> headers, long nowMillis) {
        return new Verdict.ProviderFault(Fault.GARBLED, RetryAfter.millis(headers, error, nowMillis));
    }
}
