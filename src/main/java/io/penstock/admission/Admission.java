package io.penstock.admission;

import io.netty.util.AsciiString;
import io.penstock.access.Caller;
import io.penstock.access.KeyRing;
import io.penstock.dialect.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: finds the Penstock key in the places where clients put it and looks it up in the current snapshot. No
 * round trip to anywhere. Thread-safe.
 */
public final class Admission {
    /** The places beside {@code Authorization: Bearer} where SDKs of other vendors carry a key. */
    private static final AsciiString[] KEY_HEADERS = {
        AsciiString.cached("x-api-key"), AsciiString.cached("api-key"), AsciiString.cached("x-goog-api-key")
    };

    private static final String KEY_PARAMETER = "key=";
    private static final String BEARER = "bearer ";

    /** The refusal of a request that presents no key. */
    public static final ApiError NO_KEY = ApiError.invalid(
            401,
            null,
            "invalid_api_key",
            "No API key was given. Send your Penstock key as 'Authorization: Bearer pk-...'.");

    /** The refusal of a request whose key is nobody's. */
    public static final ApiError WRONG_KEY = ApiError.invalid(
            401, null, "invalid_api_key", "This API key is not known here, expired or revoked. Use a Penstock key.");

    private final Supplier<KeyRing> keys;
    private final InstantSource clock;

    /**
     * @param keys the current snapshot
     * @param clock wall clock, for keys that expire
     */
    public Admission(Supplier<KeyRing> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The key presented, wherever it stands; {@code null} where there is none. */
    public static @Nullable String presented(HttpServerRequest request) {
        String authorization = request.headers().get(HttpHeaders.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return authorization.substring(BEARER.length()).strip();
        }
        for (AsciiString header : KEY_HEADERS) {
            String value = request.headers().get(header);
            if (value != null) {
                return value.strip();
            }
        }
        String query = request.query();
        return query == null ? null : inQuery(query);
    }

    /** Gemini's SDKs and examples put the key into the address. It is read here and goes nowhere else. */
    private static @Nullable String inQuery(String query) {
        for (int from = 0; from < query.length(); ) {
            int end = query.indexOf('&', from);
            int to = end < 0 ? query.length() : end;
            if (query.startsWith(KEY_PARAMETER, from)) {
                try {
                    return URLDecoder.decode(query.substring(from + KEY_PARAMETER.length(), to), StandardCharsets.UTF_8)
                            .strip();
                } catch (IllegalArgumentException e) {
                    return null;
                }
            }
            from = to + 1;
        }
        return null;
    }

    /** Whose key this is, or {@code null}. */
    public @Nullable Caller find(String presented) {
        return keys.get().find(presented, clock.millis());
    }

    /** Everybody who has a key of that name, or of that id. Says nothing of who calls. */
    public List<Caller> named(String nameOrId) {
        return keys.get().named(nameOrId, clock.millis());
    }
}
