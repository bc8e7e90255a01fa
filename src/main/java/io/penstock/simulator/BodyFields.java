package io.penstock.simulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a request's JSON and its fields without ever failing on a type nobody expected. */
final class BodyFields {

    /** Like Vert.x's own, but images as base64 make strings longer than it allows. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Provider.MAX_BODY_BYTES)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private BodyFields() {}

    /** The object, or nothing if the bytes are none. */
    static Optional<JsonObject> parse(Buffer body) {
        try {
            @Nullable Map<String, Object> fields = JSON.readValue(body.getBytes(), OBJECT);
            return Optional.ofNullable(fields).map(JsonObject::new);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    static boolean isTrue(JsonObject object, String field) {
        return Boolean.TRUE.equals(object.getValue(field));
    }

    static Optional<String> string(JsonObject object, String field) {
        return object.getValue(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    static Optional<JsonObject> object(JsonObject object, String field) {
        return object.getValue(field) instanceof JsonObject inner ? Optional.of(inner) : Optional.empty();
    }

    static JsonArray array(JsonObject object, String field) {
        return object.getValue(field) instanceof JsonArray inner ? inner : new JsonArray();
    }

    /** Whether the field is there and is not null. */
    static boolean has(JsonObject object, String field) {
        return object.getValue(field) != null;
    }

    /** A whole number in this range, if it is one. */
    static Optional<Integer> whole(JsonObject object, String field, int min, int max) {
        return object.getValue(field) instanceof Integer number && number >= min && number <= max
                ? Optional.of(number)
                : Optional.empty();
    }
}
