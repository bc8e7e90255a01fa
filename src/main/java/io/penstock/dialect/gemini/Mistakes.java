package io.penstock.dialect.gemini;

import io.penstock.dialect.ApiError;
import org.jspecify.annotations.Nullable;

/** Keeps the first mistake found in a request, so that readers and writers can go on to their end. Owned by one request. */
final class Mistakes {
    private @Nullable ApiError first;

    /** @param field as the caller wrote it; empty where it is the whole request */
    void add(String field, String code, String message) {
        if (first == null) {
            first = ApiError.invalid(400, field.isEmpty() ? null : field, code, message);
        }
    }

    /** Something valid that has no place here. */
    void unsupported(String field, String message) {
        add(field, "unsupported_parameter", message);
    }

    @Nullable
    ApiError first() {
        return first;
    }
}
