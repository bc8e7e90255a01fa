package io.penstock.dialect.chat;

import io.penstock.dialect.ApiError;
import org.jspecify.annotations.Nullable;

/** The first mistake found in a call; reading goes on with what is there, and its result is then thrown away. */
final class Faults {
    private @Nullable ApiError first;

    @Nullable
    ApiError first() {
        return first;
    }

    /** @param field as the caller spells it, e.g. {@code messages.2.content} */
    void add(String field, String code, String message) {
        if (first == null) {
            first = ApiError.invalid(400, field, code, message);
        }
    }

    void missing(String field) {
        add(field, "missing_required_parameter", "Missing required parameter: '" + field + "'.");
    }

    /** @param expected e.g. {@code a string} */
    void type(String field, String expected) {
        add(field, "invalid_type", "Invalid type for '" + field + "': expected " + expected + ".");
    }

    void value(String field, String why) {
        add(field, "invalid_value", "Invalid value for '" + field + "': " + why + ".");
    }

    void unsupported(String field, String why) {
        add(field, "unsupported_parameter", "'" + field + "' cannot be passed on: " + why + ".");
    }
}
