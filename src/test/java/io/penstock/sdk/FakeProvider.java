package io.penstock.sdk;

import io.penstock.dialect.Wire;
import io.penstock.store.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A provider that speaks one dialect and answers as its vendor documents it. The answers are written by hand, none by the
 * gateway's own writers. What it says depends on what it is asked, see {@link Asked}.
 */
final class FakeProvider implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Wire wire;
    private final HttpServer server;
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

    FakeProvider(Wire wire) throws Exception {
        this.wire = wire;
        this.server = Await.result(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1"));
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The request bodies it was sent, in order. */
    List<String> bodies() {
        return List.copyOf(bodies);
    }

    private void answer(HttpServerRequest request, Buffer body) {
        bodies.add(body.toString());
        boolean stream = request.uri().contains("stream")
                || body.toString().replace(" ", "").contains("\"stream\":true");
        Asked asked = Asked.in(body.toString());
        FakeAnswers answers = FakeAnswers.of(wire);
        var response = request.response();
        if (request.path().endsWith("/count_tokens")) {
            response.putHeader("content-type", "application/json").end("{\"input_tokens\":11}");
        } else if (asked == Asked.ERROR) {
            response.setStatusCode(answers.errorStatus())
                    .putHeader("content-type", "application/json")
                    .putHeader("x-amzn-errortype", "ValidationException")
                    .end(answers.error());
        } else if (stream) {
            response.putHeader("content-type", answers.streamType()).end(answers.stream(asked));
        } else {
            response.putHeader("content-type", "application/json").end(answers.whole(asked));
        }
    }

    @Override
    public void close() throws Exception {
        Await.result(vertx.close());
    }
}
