package io.penstock.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON as operators send it and as PostgreSQL keeps it: numbers keep every digit, a key stands once, and nothing follows
 * the value. Safe for all threads.
 */
final class StrictJson {
    private static final int NESTING_MAX = 100;

    /** What the parser says to whoever programs it. */
    private static final Pattern ADVICE = Pattern.compile("[\\s:(]*(?:enable [`']|not recognized as one since ).*");

    private static final Pattern INTERNAL = Pattern.compile("`|[a-z]\\.[a-z]+\\.|[a-z]Feature|\\w\\(\\)");

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
        JsonNode node = read(bytes);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw Refused.whole(400, "invalid_json", "The body must be a JSON object.");
    }

    private static @Nullable JsonNode read(Buffer bytes) {
        try (JsonParser parser = MAPPER.createParser(bytes.getBytes())) {
            try {
                return MAPPER.readTree(parser);
            } catch (JsonProcessingException e) {
                // Where a bound is passed, only the parser knows the place.
                JsonLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
                String where = "line " + at.getLineNr() + ", column " + at.getColumnNr();
                throw Refused.whole(400, "invalid_json", "The body is no JSON (" + where + "): " + reason(e));
            }
        } catch (IOException e) {
            throw Refused.whole(400, "invalid_json", "The body is no JSON text in UTF-8.");
        }
    }

    /** In words of our own, or the first line of what the parser says, which shows no more than a token of the body. */
    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        return switch (e) {
            case StreamConstraintsException limit
            when message.contains("nesting depth") -> "It is nested more than " + NESTING_MAX + " deep.";
            case StreamConstraintsException limit -> "A number or a text in it is too long.";
            case JsonEOFException end -> "It ends too early.";
            case MismatchedInputException more -> "Something follows behind its end.";
            default -> {
                String plain = ADVICE.matcher(message).replaceFirst("");
                yield INTERNAL.matcher(plain).find() ? "It cannot be read." : Refused.sentence(plain);
            }
        };
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
