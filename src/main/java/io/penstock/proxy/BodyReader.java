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
    /** Shared by all: nothing may ever be appended to it. */
    static final Buffer NOTHING = Buffer.buffer(0);

    private static final String SETTING = "limits.body_bytes_max";

    private final int bytesMax;
    private final long heldBytesMax;
    private long held;

    /**
     * @param bytesMax bound of one body
     * @param heldBytesMax bound of all bodies of this event loop that are still needed
     */
    BodyReader(int bytesMax, long heldBytesMax) {
        this.bytesMax = bytesMax;
        this.heldBytesMax = heldBytesMax;
    }

    /** What the head alone forbids, or {@code null}. */
    @Nullable
    ApiError refusal(HttpServerRequest request) {
        return refusal(request, bytesMax, SETTING);
    }

    /** The same for a body that is bounded otherwise. */
    static @Nullable ApiError refusal(HttpServerRequest request, int bytesMax, String setting) {
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
        return declaredLength(request) > bytesMax ? tooLarge(bytesMax, setting) : null;
    }

    /** The length says nothing false: the HTTP decoder has refused lengths that are no number, negative or repeated. */
    static long declaredLength(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    static ApiError tooLarge(int bytesMax, String setting) {
        return ApiError.invalid(
                413,
                null,
                "request_too_large",
                "The request body is larger than the " + bytesMax + " bytes allowed here (" + setting + ").");
    }

    private ApiError noRoom() {
        return ApiError.upstream(
                503,
                "overloaded",
                "The request bodies under way already take the " + heldBytesMax
                        + " bytes there are for them. Try again.");
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
                refused.accept(exchange, tooLarge(bytesMax, SETTING));
            } else if (!hold(exchange, chunk.length())) {
                refused.accept(exchange, noRoom());
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

    private boolean hold(Exchange exchange, int bytes) {
        if (held + bytes > heldBytesMax) {
            return false;
        }
        held += bytes;
        exchange.heldBytes += bytes;
        return true;
    }

    /** Whether bodies may also be kept that are only needed if something goes wrong. */
    boolean hasRoom() {
        return held <= heldBytesMax / 2;
    }

    /** The call's body is needed no more. */
    void release(Exchange exchange) {
        held -= exchange.heldBytes;
        exchange.heldBytes = 0;
        exchange.body = NOTHING;
        // Its texts and images are parts of the body.
        exchange.chat = null;
    }
}
