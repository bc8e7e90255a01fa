package io.penstock.proxy;

import io.penstock.dialect.RequestFacts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;

/** A JSON body, kept until there is an answer. */
record RelayWhole(Buffer body, RequestFacts facts) implements RelayBody {
    @Override
    public String type() {
        return Names.JSON.toString();
    }

    @Override
    public void send(UpstreamCall call, HttpClientRequest request) {
        Buffer named = facts.bodyFor(body, call.target().model(), false);
        request.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(named.length()));
        request.end(named);
    }

    @Override
    public boolean isThereAgain() {
        return true;
    }

    @Override
    public void stop() {}
}
