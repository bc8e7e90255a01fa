package io.penstock.imports;

import org.jspecify.annotations.Nullable;

/**
 * How long may be waited, in whole seconds.
 *
 * @param answer for all of an answer, 1 to {@link #ANSWER_MAX}; {@code null} where nothing is said
 * @param stream for a stream's first token, 1 to {@link #STREAM_MAX}; {@code null} likewise
 */
record Seconds(@Nullable Integer answer, @Nullable Integer stream) {
    /** What a rule's {@code answer_seconds} may be. */
    static final int ANSWER_MAX = 7_200;

    /** What a rule's {@code first_token_seconds} may be. */
    static final int STREAM_MAX = 3_600;

    private static final int SAID_MAX = 10_000_000;

    /** LiteLLM's {@code timeout} and {@code stream_timeout}. */
    static Seconds of(Entry entry) {
        return new Seconds(read(entry, "timeout", ANSWER_MAX), read(entry, "stream_timeout", STREAM_MAX));
    }

    /** A value below a key; a longer one than may be is reported, and is the longest that may be. */
    static @Nullable Integer read(Entry entry, String key, int max) {
        if (entry.value(key).isTextual() && Reference.of(entry.text(key)) instanceof Reference.Variable) {
            entry.lost(key, "is in a variable, and rules have none: write the seconds");
            return null;
        }
        Integer seconds = entry.whole(key, SAID_MAX);
        if (seconds != null && seconds > max) {
            entry.changed(key, "is longer than a rule may say and becomes " + max);
            return max;
        }
        return seconds;
    }
}
