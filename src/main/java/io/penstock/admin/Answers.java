package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Writes the answers of operators' pages: JSON that nobody keeps. */
final class Answers {
    private static final int UNAVAILABLE = 503;

    private Answers() {}

    static void json(RoutingContext context, Buffer body) {
        write(context, 200, body);
    }

    static void json(RoutingContext context, int status, JsonNode body) {
        write(context, status, StrictJson.buffer(body));
    }

    /** An answer without a body: 204 or 304. */
    static void empty(RoutingContext context, int status) {
        if (!context.response().ended()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end();
        }
    }

    static void error(RoutingContext context, ApiError error) {
        if (error.status() == UNAVAILABLE && !context.response().ended()) {
            context.response().putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(DatabaseFailure.RETRY_SECONDS));
        }
        write(context, error.status(), error.toBody());
    }

    /** What was refused, what PostgreSQL's failure means, or a bug. */
    static void failure(RoutingContext context, Throwable failure) {
        ApiError error = DatabaseFailure.answer(failure);
        if (error == null) {
            context.fail(failure);
        } else {
            error(context, error);
        }
    }

    /** Nothing is there but for other methods. */
    static void wrongMethod(RoutingContext context, String allowed) {
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        error(
                context,
                ApiError.invalid(
                        405,
                        null,
                        "method_not_allowed",
                        "Here go " + allowed + ", not " + context.request().method() + "."));
    }

    static void notFound(RoutingContext context, @Nullable String param, String sentence) {
        error(context, ApiError.invalid(404, param, "not_found", sentence));
    }

    private static void write(RoutingContext context, int status, Buffer body) {
        if (!context.response().ended()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(body);
        }
    }
}
