package io.penstock.simulator;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A request as it came over the wire. */
record Received(String uri, MultiMap headers, Buffer body) {

    String bodyText() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** What {@code sim-echo} adds to an answer, at its top level. */
    JsonObject echo() {
        return new JsonObject().put("x_received_uri", uri).put("x_received_headers", headersJson());
    }

    private JsonObject headersJson() {
        JsonObject lowerCased = new JsonObject();
        for (String name : headers.names()) {
            lowerCased.put(name.toLowerCase(Locale.ROOT), String.join(", ", headers.getAll(name)));
        }
        return lowerCased;
    }
}
