package io.penstock.proxy;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.penstock.dialect.ApiError;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where requests come in: calls go straight to the corridor, everything else to the router. Its own answers have
 * OpenAI's form too, because an SDK reads nothing else.
 */
final class FrontDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    private final ProxyHandler corridor;
    private final Router pages;
    private final Connections connections;
    private final Relay relay;
    private final RouteTable paths = Route.corridor();
    private final RouteTable relayed = Route.relayed();

    FrontDoor(ProxyHandler corridor, Relay relay, Router pages, Connections connections) {
        this.corridor = corridor;
        this.relay = relay;
        this.pages = pages;
        this.connections = connections;
        pages.errorHandler(404, context -> answer(context.request(), notFound(context.request())));
        pages.errorHandler(405, context -> answer(context.request(), wrongMethod(context.request(), "GET")));
        pages.errorHandler(400, context -> answer(context.request(), Refusals.MALFORMED));
        pages.errorHandler(500, context -> {
            LOG.error(
                    "{} {} failed",
                    context.request().method(),
                    context.request().path(),
                    context.failure());
            answer(context.request(), Refusals.bug());
        });
    }

    private static final ApiError LONG_LINE =
            ApiError.invalid(414, null, "uri_too_long", "The request's first line is too long.");
    private static final ApiError LONG_HEADERS =
            ApiError.invalid(431, null, "headers_too_large", "The request's headers are too large.");

    void handle(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        Matched matched = paths.match(path);
        if (matched != null) {
            posted(request, () -> corridor.receive(request, matched));
            return;
        }
        Matched passed = relayed.match(path);
        if (passed != null) {
            posted(request, () -> relay.receive(request, passed));
        } else {
            page(request);
        }
    }

    private static void posted(HttpServerRequest request, Runnable call) {
        if (HttpMethod.POST.equals(request.method())) {
            call.run();
        } else {
            answer(request, wrongMethod(request, "POST"));
        }
    }

    private void page(HttpServerRequest request) {
        Connections.Lease lease = connections.of(request.connection());
        if (lease != null) {
            lease.idle();
        }
        identify(request);
        pages.handle(request);
    }

    private static void identify(HttpServerRequest request) {
        String id = UUID.randomUUID().toString();
        request.response().putHeader(Names.REQUEST_ID, id).putHeader(Names.ANTHROPIC_REQUEST_ID, id);
    }

    /** What the HTTP decoder could not make sense of. */
    void invalid(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        answer(
                request,
                switch (request.decoderResult().cause()) {
                    case TooLongHttpLineException e -> LONG_LINE;
                    case TooLongHttpHeaderException e -> LONG_HEADERS;
                    case null, default -> Refusals.MALFORMED;
                });
    }

    private static ApiError notFound(HttpServerRequest request) {
        return ApiError.invalid(
                404,
                null,
                "not_found",
                "There is nothing at " + request.method() + " " + shown(request)
                        + ". Calls go to /v1/chat/completions.");
    }

    private static ApiError wrongMethod(HttpServerRequest request, String right) {
        request.response().putHeader(HttpHeaders.ALLOW, right);
        return ApiError.invalid(
                405,
                null,
                "method_not_allowed",
                shown(request) + " takes " + right + ", not " + request.method() + ".");
    }

    private static String shown(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        return Text.headerSafe(path.length() <= 200 ? path : path.substring(0, 200) + "...");
    }

    private static void answer(HttpServerRequest request, ApiError error) {
        if (!request.response().ended()) {
            boolean bodyMayCome = request.headers().contains(HttpHeaders.EXPECT)
                    && !request.isEnded()
                    && request.version() != HttpVersion.HTTP_2;
            if (bodyMayCome) {
                // Where the next request begins could not be told.
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            }
            if (!request.response().headers().contains(Names.REQUEST_ID)) {
                identify(request);
            }
            if (error.status() < 500) {
                request.response().putHeader(Names.SHOULD_RETRY, Names.FALSE);
            }
            request.response()
                    .setStatusCode(error.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Names.JSON)
                    .end(error.toBody())
                    .onComplete(written -> {
                        if (bodyMayCome) {
                            request.connection().close();
                        }
                    });
        }
    }
}
