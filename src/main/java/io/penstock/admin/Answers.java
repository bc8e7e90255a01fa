package io.penstock.admin;

import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Writes the answers of operators' pages: JSON that nobody keeps. */
final class Answers {
    private Answers() {}

    static void json(RoutingContext context, Buffer body) {
        write(context, 200, body);
    }

    static void error(RoutingContext context, ApiError error) {
        write(context, error.status(), error.toBody());
    }

    private static void write(RoutingContext context, int status, Buffer body) {
        context.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
