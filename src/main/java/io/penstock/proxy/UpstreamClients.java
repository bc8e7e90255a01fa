package io.penstock.proxy;

import io.penstock.config.ForwardProxy;
import io.penstock.config.Settings;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the HTTP clients of one event loop: HTTP/1.1 for plain providers, HTTP/2 where TLS negotiates it and HTTP/1.1
 * else. Certificates and host names are verified, always.
 */
final class UpstreamClients {
    /** What a provider may send ahead on one HTTP/2 stream before the caller has taken it. */
    private static final int STREAM_WINDOW_BYTES = 256 << 10;

    private static final int CONNECTION_WINDOW_BYTES = 4 << 20;
    /** Calls that share one HTTP/2 connection before another is opened. */
    private static final int HTTP2_STREAMS_PER_CONNECTION_MAX = 100;

    /** A host that takes nothing of what was sent to it for so long is gone, or a firewall swallows what is sent. */
    private static final int UNACKNOWLEDGED_MILLIS_MAX = 10_000;

    private static final int CHUNK_BYTES_MAX = 64 << 10;
    private static final int HEADER_BYTES_MAX = 32 << 10;

    private final Vertx vertx;
    private final Settings settings;
    private final @Nullable TrustOptions trust;

    UpstreamClients(Vertx vertx, Settings settings, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.settings = settings;
        this.trust = trust;
    }

    HttpClient plain() {
        HttpClientOptions options = common(settings.environment().httpProxy());
        return vertx.createHttpClient(options.setProtocolVersion(HttpVersion.HTTP_1_1), pool());
    }

    HttpClient tls() {
        HttpClientOptions options = common(settings.environment().httpsProxy())
                .setSsl(true)
                .setTrustOptions(trust)
                .setVerifyHost(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setInitialSettings(new Http2Settings().setInitialWindowSize(STREAM_WINDOW_BYTES))
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setHttp2MultiplexingLimit(HTTP2_STREAMS_PER_CONNECTION_MAX);
        return vertx.createHttpClient(options, pool());
    }

    private HttpClientOptions common(@Nullable String proxy) {
        HttpClientOptions options = new HttpClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(settings.timeouts().connectMillis())
                .setTcpUserTimeout(UNACKNOWLEDGED_MILLIS_MAX)
                .setKeepAlive(true)
                .setKeepAliveTimeout(settings.upstream().idleConnectionSeconds())
                .setHttp2KeepAliveTimeout(settings.upstream().idleConnectionSeconds())
                .setPipelining(false)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setDecompressionSupported(false);
        ForwardProxy.apply(options, proxy, settings.environment().noProxy());
        return options;
    }

    private PoolOptions pool() {
        return new PoolOptions()
                .setHttp1MaxSize(settings.upstream().connectionsMax())
                .setHttp2MaxSize(Math.max(1, settings.upstream().connectionsMax() / HTTP2_STREAMS_PER_CONNECTION_MAX))
                .setMaxWaitQueueSize(settings.upstream().waitingCallsMax())
                .setMaxLifetime(settings.upstream().connectionSecondsMax())
                .setMaxLifetimeUnit(TimeUnit.SECONDS)
                .setCleanerPeriod(1_000);
    }
}
