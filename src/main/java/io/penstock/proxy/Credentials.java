package io.penstock.proxy;

import io.penstock.google.AccessTokens;
import io.penstock.google.Grant;
import io.penstock.provider.Auth;
import io.penstock.provider.ProviderKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request shows of the operator's key: fixed headers, a signature over its body, or a token that expires. */
final class Credentials {
    private final Signatures signatures;
    private final AccessTokens tokens;

    Credentials(Means means) {
        this.signatures = new Signatures(means.vertx(), means.clock());
        this.tokens = means.tokens();
    }

    /** What is shown, or why nothing can be. */
    sealed interface Shown {
        record Headers(Map<String, String> headers) implements Shown {}

        record Nothing(Failure failure) implements Shown {}
    }

    /** The headers, where they are at hand; {@code null} where they must be waited for. */
    @Nullable
    Map<String, String> ready(UpstreamCall call) {
        return switch (auth(call)) {
            case Auth.AwsSignature signature -> null;
            case Auth.GoogleAccount google -> {
                Grant.Token token = tokens.ready(google.account());
                yield token == null ? null : bearing(call, token);
            }
            case null, default -> call.upstream.headers(call.ask.key());
        };
    }

    /** What is shown with this body. */
    Future<Shown> awaited(UpstreamCall call, String path, Buffer body) {
        Auth.AwsSignature signature = Signatures.how(call);
        return signature == null
                ? awaited(call)
                : signatures.of(call, path, body, signature).map(Shown.Headers::new);
    }

    /** What is shown with a body that is not known yet, which cannot be signed. */
    Future<Shown> awaited(UpstreamCall call) {
        return auth(call) instanceof Auth.GoogleAccount google
                ? tokens.await(google.account()).map(grant -> shown(call, grant))
                : Future.succeededFuture(new Shown.Nothing(Failures.notOffered(call)));
    }

    private static Shown shown(UpstreamCall call, Grant grant) {
        return switch (grant) {
            case Grant.Token token -> new Shown.Headers(bearing(call, token));
            case Grant.Refused refused -> new Shown.Nothing(Failures.noToken(call, refused.verdict()));
        };
    }

    private static Map<String, String> bearing(UpstreamCall call, Grant.Token token) {
        Map<String, String> headers = new HashMap<>(call.upstream.headers(call.ask.key()));
        headers.put("authorization", "Bearer " + token.value());
        return headers;
    }

    private static @Nullable Auth auth(UpstreamCall call) {
        ProviderKey key = call.upstream.key(call.ask.key());
        return key == null ? null : key.auth();
    }
}
