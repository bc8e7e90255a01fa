package io.penstock.proxy;

import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which headers cross the gateway. Lists of what passes, not of what does not: a key in a place nobody thought of stays
 * here, and so do the names of the operator's accounts in a provider's answer.
 */
final class HeaderRules {
    /** From the caller to the provider. The body's own type and the key are set by the gateway. */
    private static final CharSequence[] TO_PROVIDER = {
        HttpHeaders.ACCEPT,
        AsciiString.cached("openai-beta"),
        AsciiString.cached("idempotency-key"),
        AsciiString.cached("x-client-request-id"),
        AsciiString.cached("traceparent"),
        AsciiString.cached("tracestate")
    };

    /** From the provider to the caller. */
    private static final Set<String> TO_CALLER = caseless(
            "content-type",
            "content-disposition",
            "retry-after",
            "retry-after-ms",
            "x-should-retry",
            "x-request-id",
            "openai-processing-ms",
            "openai-version");

    private HeaderRules() {}

    static void toProvider(MultiMap from, MultiMap to) {
        for (CharSequence name : TO_PROVIDER) {
            String value = from.get(name);
            if (value != null) {
                to.set(name, value);
            }
        }
    }

    /** Those headers too, which this provider understands in this dialect. */
    static void pass(@Nullable List<String> names, MultiMap from, MultiMap to) {
        if (names != null) {
            for (String name : names) {
                String value = from.get(name);
                if (value != null) {
                    to.set(name, value);
                }
            }
        }
    }

    static void toCaller(MultiMap from, MultiMap to) {
        for (Map.Entry<String, String> header : from) {
            if (TO_CALLER.contains(header.getKey())) {
                to.set(header.getKey(), header.getValue());
            }
        }
    }

    private static Set<String> caseless(String... names) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Set.of(names));
        return set;
    }
}
