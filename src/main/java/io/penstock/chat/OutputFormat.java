package io.penstock.chat;

import org.jspecify.annotations.Nullable;

/** What the answer's text must look like. */
public sealed interface OutputFormat {
    /** Anything. */
    record PlainText() implements OutputFormat {}

    /** Any JSON object. */
    record AnyJson() implements OutputFormat {}

    /**
     * JSON that keeps to a schema.
     *
     * @param name {@code response} where the dialect has no name
     * @param schema a JSON Schema object as JSON, as it came
     * @param strict {@code null} where nothing was said
     */
    record Schema(
            String name,
            @Nullable String description,
            Slice schema,
            @Nullable Boolean strict) implements OutputFormat {}
}
