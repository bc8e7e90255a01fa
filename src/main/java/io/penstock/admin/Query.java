package io.penstock.admin;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a page's query: those it knows, each at most once. */
final class Query {
    static final int LIMIT_MAX = 200;

    private static final int LIMIT_USUAL = 50;
    private static final int CHARS_MAX = 2_000;
    /** Where Google's SDKs put the caller's key; it has been read by now. */
    private static final String KEY = "key";

    private final MultiMap values;

    private Query(MultiMap values) {
        this.values = values;
    }

    /** Refuses parameters that are not among these. */
    static Query of(RoutingContext context, List<String> known) {
        MultiMap values = context.queryParams();
        for (String name : values.names()) {
            if (!known.contains(name) && !name.equals(KEY)) {
                throw Refused.parameter(
                        Refused.shown(name), "is not known here; there are " + String.join(", ", known));
            }
            if (values.getAll(name).size() > 1) {
                throw Refused.parameter(name, "must stand once");
            }
        }
        return new Query(values);
    }

    /** {@code null} where it is absent. */
    @Nullable
    String text(String name) {
        String value = values.get(name);
        if (value != null && (value.length() > CHARS_MAX || value.indexOf('\0') >= 0)) {
            throw Refused.parameter(name, "is longer than " + CHARS_MAX + " characters, or holds a NUL");
        }
        return value;
    }

    /** {@code null} where it is absent. */
    @Nullable
    Boolean flag(String name) {
        String value = oneOf(name, List.of("true", "false"));
        return value == null ? null : Boolean.valueOf(value);
    }

    /** {@code null} where it is absent. */
    @Nullable
    String oneOf(String name, List<String> words) {
        String value = text(name);
        if (value != null && !words.contains(value)) {
            throw Refused.parameter(name, "must be one of " + String.join(", ", words));
        }
        return value;
    }

    int limit() {
        String value = text("limit");
        if (value == null) {
            return LIMIT_USUAL;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit >= 1 && limit <= LIMIT_MAX) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, together with the range.
        }
        throw Refused.parameter("limit", "must be a whole number between 1 and " + LIMIT_MAX);
    }
}
