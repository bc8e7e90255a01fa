package io.penstock.admin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads what operators send, up to a bound and within a time. */
final class Bodies {
    /** A body of the catalog's pages. */
    static final int BYTES_MAX = 256 << 10;

    /** How long a body may take to come. */
    static final int SECONDS_MAX = 20;

    /** What is read and thrown away behind the bound, so that the sender comes to read why. */
    private static final long LINGER_BYTES_MAX = 4 << 20;

    private Bodies() {}

    /** To be called in the handler that first sees the request. */
    static Future<Buffer> read(RoutingContext context, int bytesMax) {
        HttpServerRequest request = context.request();
        String encoding = request.headers().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Future.failedFuture(
                    Refused.whole(415, "unsupported_content_encoding", "The request body must not be compressed."));
        }
        if (declaredLength(request) > bytesMax + LINGER_BYTES_MAX) {
            return Future.failedFuture(tooLarge(context, bytesMax));
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            context.response().writeContinue();
        }
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        long[] seen = {0};
        request.handler(chunk -> {
            seen[0] += chunk.length();
            if (seen[0] <= bytesMax) {
                body.appendBuffer(chunk);
            } else if (seen[0] > bytesMax + LINGER_BYTES_MAX) {
                whole.tryFail(tooLarge(context, bytesMax));
            }
        });
        request.endHandler(end -> {
            if (seen[0] <= bytesMax) {
                whole.tryComplete(body);
            } else {
                whole.tryFail(tooLarge(context, bytesMax));
            }
        });
        request.exceptionHandler(whole::tryFail);
        return whole.future().timeout(SECONDS_MAX, TimeUnit.SECONDS).recover(failure -> late(context, failure));
    }

    private static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        // The HTTP decoder has refused lengths that are no number, negative or repeated.
        return length == null ? 0 : Long.parseLong(length);
    }

    private static Refused tooLarge(RoutingContext context, int bytesMax) {
        if (!context.request().isEnded()) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        return Refused.whole(
                413, "request_too_large", "The request body is larger than the " + bytesMax + " bytes allowed here.");
    }

    private static Future<Buffer> late(RoutingContext context, Throwable failure) {
        if (failure instanceof TimeoutException) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            return Future.failedFuture(Refused.whole(
                    408, "request_timeout", "The request body did not come within " + SECONDS_MAX + " s."));
        }
        return Future.failedFuture(failure);
    }
}
