package io.penstock.proxy;

import io.penstock.aws.SigV4;
import io.penstock.chat.Slice;
import io.penstock.provider.Auth;
import io.penstock.provider.ProviderKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signs requests to providers that want a signature over the very bytes that are sent instead of a key. */
final class Signatures {
    private final Vertx vertx;
    private final InstantSource clock;
    private final SigV4 signer = new SigV4();

    Signatures(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** How this call's requests are signed; {@code null} where its key stands in a header. */
    static Auth.@Nullable AwsSignature how(UpstreamCall call) {
        ProviderKey key = call.upstream.key(call.ask.key());
        return key != null && key.auth() instanceof Auth.AwsSignature signature ? signature : null;
    }

    /** The headers of a signed request. Ready at once but for large bodies, which a worker reads. */
    Future<Map<String, String>> of(UpstreamCall call, String path, Buffer body, Auth.AwsSignature how) {
        return body.length() <= ProxyHandler.READ_ON_LOOP_BYTES_MAX
                ? Future.succeededFuture(signed(call, path, body, how))
                : vertx.executeBlocking(() -> signed(call, path, body, how), false);
    }

    private Map<String, String> signed(UpstreamCall call, String path, Buffer body, Auth.AwsSignature how) {
        ProviderKey key = Objects.requireNonNull(call.upstream.key(call.ask.key()));
        URI uri = URI.create(call.provider().url(path));
        Slice bytes = Translator.slice(body);
        Map<String, String> headers = new HashMap<>(call.upstream.headers(call.ask.key()));
        headers.putAll(signer.headers(
                "POST",
                uri,
                bytes,
                new SigV4.Credentials(how.accessKeyId(), key.secret(), how.sessionToken()),
                how.region(),
                how.service(),
                clock.instant()));
        return headers;
    }
}
