package io.penstock.simulator;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A request as it came over the wire. */
record Received(String uri, MultiMap headers, Buffer body) {

    private static final String BEARER = "Bearer ";
    private static final int MASK_CHARS = 2;

    String bodyText() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Whether the body, a JSON object, has this field at its top level. */
    boolean hasField(String name) {
        return new JsonObject(body).containsKey(name);
    }

    /** The key of an {@code Authorization: Bearer} header. */
    Optional<String> bearerKey() {
        return Optional.ofNullable(headers.get("authorization"))
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    /** Two characters at each end of the bearer key, as providers repeat it in errors; none of a short key. */
    String maskedKey() {
        return bearerKey()
                .filter(key -> key.length() > 2 * MASK_CHARS)
                .map(key -> key.substring(0, MASK_CHARS) + "***" + key.substring(key.length() - MASK_CHARS))
                .orElse("***");
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
