package io.penstock.dialect.responses;

import io.penstock.dialect.ApiError;
import org.jspecify.annotations.Nullable;

/** The first mistake found while a request is read or written; later ones are not told. */
final class FirstMistake {
    private @Nullable ApiError error;

    @Nullable
    ApiError error() {
        return error;
    }

    /** A value that OpenAI would refuse too. */
    void invalid(String field, String message) {
        add(field, "invalid_value", message);
    }

    /** Something that is right at OpenAI but cannot be served here. */
    void unsupported(String field, String message) {
        add(field, "unsupported_parameter", message);
    }

    private void add(String field, String code, String message) {
        if (error == null) {
            error = ApiError.invalid(400, field, code, message);
        }
    }
}
