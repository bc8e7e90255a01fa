package io.penstock.telemetry;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;

/** {@code GET /metrics} in the Prometheus text format. */
public final class MetricsRoute {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final Telemetry telemetry;

    public MetricsRoute(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    public void mount(Vertx vertx, Router router) {
        router.get("/metrics")
                .handler(context -> vertx.executeBlocking(telemetry::scrape)
                        .onSuccess(text -> context.response()
                                .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
                                .end(text))
                        .onFailure(context::fail));
    }
}
