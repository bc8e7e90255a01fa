package io.penstock.chat;

import io.penstock.chat.Part.CacheMark;
import org.jspecify.annotations.Nullable;

/** Something the model may ask for. */
public sealed interface Tool {

    /** What {@link ToolChoice} and calls name it by. */
    String name();

    /**
     * A function with arguments in JSON.
     *
     * @param schema a JSON Schema object as JSON, as it came; {@code null} where there are no arguments
     * @param strict whether arguments must keep to the schema; {@code null} where nothing was said
     */
    record Function(
            String name,
            @Nullable String description,
            @Nullable Slice schema,
            @Nullable Boolean strict,
            @Nullable CacheMark cache)
            implements Tool {}

    /**
     * A tool that takes plain text (OpenAI's {@code custom}).
     *
     * @param format its grammar as JSON, as OpenAI writes it
     */
    record Freeform(
            String name,
            @Nullable String description,
            @Nullable Slice format) implements Tool {}

    /**
     * A tool the vendor runs itself, such as a web search. Only its own dialect can express it.
     *
     * @param name its type, e.g. {@code web_search}
     * @param json the whole entry, as it came
     */
    record Hosted(String name, Slice json) implements Tool {}
}
