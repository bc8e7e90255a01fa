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

/** The headers with which a provider knows who asks: its key, or a signature over the very bytes that are sent. */
final class Signatures {
    private final Vertx vertx;
    private final InstantSource clock;
    private final SigV4 signer = new SigV4();

    Signatures(Vertx vertx, InstantSource clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    /** Ready at once but for large bodies that must be signed, which a worker reads. */
    Future<Map<String, String>> of(UpstreamCall call, String path, Buffer body) {
        ProviderKey key = call.upstream.key(call.ask.key());
        Map<String, String> plain = call.provider().headers(key);
        if (key == null || !(key.auth() instanceof Auth.AwsSignature how)) {
            return Future.succeededFuture(plain);
        }
        return body.length() <= ProxyHandler.READ_ON_LOOP_BYTES_MAX
                ? Future.succeededFuture(signed(call, path, body, plain, key, how))
                : vertx.executeBlocking(() -> signed(call, path, body, plain, key, how), false);
    }

    private Map<String, String> signed(
            UpstreamCall call,
            String path,
            Buffer body,
            Map<String, String> plain,
            ProviderKey key,
            Auth.AwsSignature how) {
        URI uri = URI.create(call.provider().url(path));
        Slice bytes = Translator.slice(body);
        Map<String, String> headers = new HashMap<>(plain);
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
