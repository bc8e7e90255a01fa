package io.penstock.provider;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** When a provider asked to be called again. */
final class RetryAfter {
    private RetryAfter() {}

    static long millis(Function<String, @Nullable String> headers, UpstreamError error, long nowMillis) {
        return -1;
    }
}
