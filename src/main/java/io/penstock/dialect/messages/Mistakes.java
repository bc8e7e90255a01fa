package io.penstock.dialect.messages;

import io.penstock.dialect.ApiError;
import org.jspecify.annotations.Nullable;

/** The mistakes found in one call. Work goes on behind the first one, which is the one that is told. Owned by one call. */
final class Mistakes {
    private final boolean dropParams;
    private @Nullable ApiError first;

    /** @param dropParams whether what cannot be expressed is left out and no mistake */
    Mistakes(boolean dropParams) {
        this.dropParams = dropParams;
    }

    @Nullable
    ApiError first() {
        return first;
    }

    /** A value that is not what it must be. */
    void invalid(String field, String sentence) {
        add(field, "invalid_value", sentence);
    }

    /** A field that must not be absent. */
    void missing(String field) {
        add(field, "missing_required_parameter", "'" + field + "' is required.");
    }

    /** A field that this dialect cannot express. */
    void unsupported(String field, String sentence) {
        if (!dropParams) {
            add(field, "unsupported_parameter", sentence);
        }
    }

    private void add(String field, String code, String sentence) {
        if (first == null) {
            first = ApiError.invalid(400, field, code, sentence);
        }
    }
}
