package io.penstock.admin;

import io.penstock.dialect.ApiError;
import org.jspecify.annotations.Nullable;

/** An operator's request that is not done, on its way to the answer: as a future's failure it also rolls a transaction back. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NAME_CHARS_SHOWN = 100;

    private final transient ApiError error;

    Refused(ApiError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** What is wrong with the whole request. */
    static Refused whole(int status, String code, String sentence) {
        return new Refused(ApiError.invalid(status, null, code, sentence));
    }

    /**
     * What is wrong with one field.
     *
     * @param param as the caller would find it, e.g. {@code spec.prices[0].input}
     * @param clause without a subject, e.g. {@code must be a number}
     */
    static Refused field(String param, String clause) {
        return new Refused(ApiError.invalid(400, param, "invalid_value", sentence(param + " " + clause)));
    }

    /** The same about a parameter of the query. */
    static Refused parameter(String name, String clause) {
        return new Refused(
                ApiError.invalid(400, name, "invalid_value", sentence("The query parameter " + name + " " + clause)));
    }

    static Refused unknown(String what, @Nullable String param) {
        return new Refused(ApiError.invalid(404, param, "not_found", what));
    }

    /** A name out of a request, no longer than a sentence bears. */
    static String shown(String name) {
        return name.length() <= NAME_CHARS_SHOWN ? name : name.substring(0, NAME_CHARS_SHOWN) + "...";
    }

    /** With a full stop where there is no end yet. */
    static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("?") ? text : text + ".";
    }

    ApiError error() {
        return error;
    }
}
