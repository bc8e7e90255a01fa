package io.penstock.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * JSON as operators send it and as PostgreSQL keeps it: numbers keep every digit, a key stands once, and nothing follows
 * the value. Safe for all threads.
 */
final class StrictJson {
    private static final int NESTING_MAX = 100;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private StrictJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A request's body; refused where it is no JSON object. */
    static ObjectNode body(Buffer bytes) {
        JsonNode node;
        try {
            node = MAPPER.readTree(bytes.getBytes());
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw Refused.whole(400, "invalid_json", "The body is no JSON" + where + ": " + reason(e));
        } catch (IOException e) {
            throw Refused.whole(400, "invalid_json", "The body is no JSON text in UTF-8.");
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Refused.whole(400, "invalid_json", "The body must be a JSON object.");
    }

    /** The first line of what the parser says, which shows no more than a token of the body. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return Refused.sentence(end < 0 ? message : message.substring(0, end));
    }

    /** What PostgreSQL holds. */
    static JsonNode stored(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave what is no JSON", e);
        }
    }

    /** An object that anybody may have put there by SQL; {@code null} where it is too large or too deep to be read. */
    static @Nullable ObjectNode legible(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (StreamConstraintsException e) {
            return null;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave what is no JSON", e);
        }
    }

    static Buffer buffer(JsonNode node) {
        return Buffer.buffer(text(node));
    }

    static String text(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
