package io.penstock;

import io.penstock.store.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A provider behind TLS: it streams one token and goes on when told, and keeps what it saw of each call. */
final class TlsUpstream implements AutoCloseable {
    private static final String TOKEN =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    private static final String END =
            "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final BlockingQueue<String> versions = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> left = new CompletableFuture<>();

    TlsUpstream(TestCertificate certificate, boolean alpn) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSsl(true)
                .setUseAlpn(alpn)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.certificate().toString())
                        .addKeyPath(certificate.key().toString()));
        server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen()
                .await(10, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        if (request.path().endsWith("/models")) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.response().exceptionHandler(problem -> left.complete(null));
        request.body().onSuccess(body -> {
            versions.add(request.version() + " " + request.headers().get("authorization"));
            if (!body.toString().contains("\"stream\":true")) {
                request.response().putHeader("content-type", "application/json").end("{\"ok\":true}");
                return;
            }
            request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            request.response().write(TOKEN);
            if (!body.toString().contains("waits")) {
                request.response().end(END);
            }
        });
    }

    int port() {
        return server.actualPort();
    }

    /** HTTP version and credentials of the next call that arrived; {@code null} where none did. */
    String seen() throws InterruptedException {
        return versions.poll(5, TimeUnit.SECONDS);
    }

    boolean nobodyCalled() {
        return versions.isEmpty();
    }

    /** Done when a caller has left in the middle of its stream. */
    CompletableFuture<Void> left() {
        return left;
    }

    @Override
    public void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }
}
