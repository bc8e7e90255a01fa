package io.penstock.proxy;

import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects a request body up to its bound. What declares itself too large is refused before a byte of it is read or
 * asked for; what turns out too large is let go of at that moment.
 */
final class BodyReader {
    private final int bytesMax;

    BodyReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** What the head alone forbids, or {@code null}. */
    @Nullable
    ApiError refusal(HttpServerRequest request) {
        String encoding = request.headers().get(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return ApiError.invalid(
                    415,
                    null,
                    "unsupported_content_encoding",
                    "The request body must not be compressed (Content-Encoding: identity only).");
        }
        String expectation = request.headers().get(HttpHeaders.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return ApiError.invalid(417, null, "expectation_failed", "Only 'Expect: 100-continue' can be met.");
        }
        return declaredLength(request) > bytesMax ? tooLarge() : null;
    }

    /** The length says nothing false: the HTTP decoder has refused lengths that are no number, negative or repeated. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private ApiError tooLarge() {
        return ApiError.invalid(
                413,
                null,
                "request_too_large",
                "The request body is larger than the " + bytesMax + " bytes allowed here (limits.body_bytes_max).");
    }

    /** Asks a waiting client for the body, collects it into the exchange, and then calls exactly one of the two. */
    void read(Exchange exchange, Consumer<Exchange> whole, BiConsumer<Exchange, ApiError> refused) {
        HttpServerRequest request = exchange.request;
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            exchange.response.writeContinue();
        }
        request.handler(chunk -> {
            if (exchange.ended) {
                return;
            }
            if (exchange.body.length() + (long) chunk.length() > bytesMax) {
                exchange.body = Buffer.buffer(0);
                refused.accept(exchange, tooLarge());
            } else if (exchange.body.length() == 0) {
                exchange.body = chunk;
            } else {
                exchange.body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            if (!exchange.ended) {
                whole.accept(exchange);
            }
        });
    }
}
