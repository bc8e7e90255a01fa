package io.penstock.proxy;

import io.penstock.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ports of one event loop: plain, and TLS where it is configured, whose files are read again when they change. */
final class Listeners {
    /** How often the TLS files are looked at. */
    static final long TLS_RELOAD_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private static final int BACKLOG = 4_096;
    private static final int HEADER_BYTES_MAX = 32 << 10;
    private static final int REQUEST_LINE_BYTES_MAX = 8 << 10;
    private static final int CHUNK_BYTES_MAX = 64 << 10;
    private static final int TLS_HANDSHAKE_SECONDS = 10;
    /** Negative: any free port, and the same one for every instance of this process. */
    private static final int ANY_PLAIN_PORT = -1;

    private static final int ANY_TLS_PORT = -2;

    private final Vertx vertx;
    private final Settings.Server settings;
    private final List<HttpServer> servers = new ArrayList<>();
    private @Nullable PemPair loaded;

    Listeners(Vertx vertx, Settings.Server settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Opens the ports; gives the plain one's number. */
    Future<Integer> open(Consumer<HttpServer> wiring) {
        HttpServer plain =
                vertx.createHttpServer(common().setPort(settings.port() == 0 ? ANY_PLAIN_PORT : settings.port()));
        wiring.accept(plain);
        servers.add(plain);
        Future<HttpServer> listening = plain.listen();
        Settings.Tls tls = settings.tls();
        return (tls == null ? listening : listening.compose(first -> openTls(tls, wiring)))
                .map(last -> plain.actualPort());
    }

    private Future<HttpServer> openTls(Settings.Tls tls, Consumer<HttpServer> wiring) {
        return vertx.executeBlocking(() -> PemPair.read(tls)).compose(pair -> {
            loaded = pair;
            HttpServer server = vertx.createHttpServer(common().setPort(tls.port() == 0 ? ANY_TLS_PORT : tls.port())
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setSslHandshakeTimeout(TLS_HANDSHAKE_SECONDS)
                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                    .setKeyCertOptions(pair.options()));
            wiring.accept(server);
            servers.add(server);
            Handler<Long> reload = tick -> reload(tls, server);
            return server.listen().onSuccess(open -> vertx.setPeriodic(TLS_RELOAD_MILLIS, reload));
        });
    }

    /** Takes the files' new content; keeps the old where the new is missing, unreadable or does not fit together. */
    private void reload(Settings.Tls tls, HttpServer server) {
        vertx.executeBlocking(() -> PemPair.read(tls))
                .compose(pair -> {
                    if (pair.equals(loaded)) {
                        return Future.succeededFuture();
                    }
                    loaded = pair;
                    if (!pair.belongsTogether()) {
                        return Future.failedFuture("the key is not the certificate's");
                    }
                    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(pair.options());
                    return server.updateSSLOptions(options)
                            .onSuccess(changed -> LOG.info("TLS certificate read again from {}", tls.certificate()))
                            .mapEmpty();
                })
                .onFailure(problem -> LOG.warn(
                        "TLS files {} and {} cannot be used, the former certificate stays: {}",
                        tls.certificate(),
                        tls.key(),
                        problem.getMessage()));
    }

    private HttpServerOptions common() {
        return new HttpServerOptions()
                .setHost(settings.host())
                .setAcceptBacklog(BACKLOG)
                .setTcpNoDelay(true)
                .setIdleTimeout(settings.idleConnectionSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setReuseAddress(true)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                .setMaxChunkSize(CHUNK_BYTES_MAX)
                .setHandle100ContinueAutomatically(false)
                .setCompressionSupported(false)
                .setDecompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setStrictThreadMode(true);
    }

    /** Takes no new connection, lets open calls end within the time, cuts the rest. */
    Future<Void> drain(int seconds) {
        List<Future<Void>> draining = new ArrayList<>();
        for (HttpServer server : servers) {
            draining.add(seconds == 0 ? server.close() : server.shutdown(seconds, TimeUnit.SECONDS));
        }
        return Future.all(draining).mapEmpty();
    }
}
