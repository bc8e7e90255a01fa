package io.penstock.dialect;

import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The mistakes found while one call is read or written. Work goes on behind the first one, which is the one that is told;
 * what comes of it is then thrown away. Fields are named as the caller spells them, e.g. {@code messages.2.content};
 * empty is the whole request. Owned by one call.
 */
public final class Mistakes {
    private final boolean drop;
    private @Nullable ApiError first;

    /** For what is read. */
    public Mistakes() {
        this.drop = false;
    }

    /** For what is written. */
    public Mistakes(Writing writing) {
        this.drop = writing.dropParams();
    }

    /** The one to tell; {@code null} where there is none. */
    public @Nullable ApiError first() {
        return first;
    }

    /** The body, if everything asked for is in it. */
    public Written written(JsonWriter json) {
        return first == null ? new Written.Body(json.toBuffer()) : new Written.Refused(first);
    }

    /** @param code machine-readable, stable */
    public void add(String field, String code, String sentence) {
        if (first == null) {
            first = ApiError.invalid(400, field.isEmpty() ? null : field, code, sentence);
        }
    }

    /** A field that must not be absent. */
    public void missing(String field) {
        add(field, "missing_required_parameter", "Missing required parameter: '" + field + "'.");
    }

    /** @param expected e.g. {@code a string} */
    public void invalidType(String field, String expected) {
        add(field, "invalid_type", "Invalid type for '" + field + "': expected " + expected + ".");
    }

    /** @param why e.g. {@code it must be base64} */
    public void invalidValue(String field, String why) {
        invalid(field, "Invalid value for '" + field + "': " + why + ".");
    }

    /** A value that is not what it must be, in a sentence of its own. */
    public void invalid(String field, String sentence) {
        add(field, "invalid_value", sentence);
    }

    /** Something valid that cannot be served. Without it the answer would be one to another question. */
    public void unsupported(String field, String sentence) {
        add(field, "unsupported_parameter", sentence);
    }

    /** A parameter that cannot be expressed: left out where {@link Writing#dropParams} says so, else unsupported. */
    public void droppable(String field, String sentence) {
        if (!drop) {
            unsupported(field, sentence);
        }
    }
}
