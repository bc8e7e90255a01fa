package io.penstock.simulator;

/** Where an answer that began well departs from what a healthy provider sends. Token 0 is before the first one. */
sealed interface Deviation {

    /** The number of tokens sent before it, 0 where it concerns only the end. */
    default int afterTokens() {
        return 0;
    }

    /** Nowhere. */
    record None() implements Deviation {}

    /** The connection closes. */
    record Cut(int afterTokens) implements Deviation {}

    /** Silence, the connection open. */
    record Stall(int afterTokens) implements Deviation {}

    /** An error event, then the end. */
    record ErrorEvent(int afterTokens) implements Deviation {}

    /** One event of broken JSON, then on as if nothing had been. */
    record Malformed(int afterTokens) implements Deviation {}

    /** The end, with the finish reason {@code content_filter}. */
    record Filtered(int afterTokens) implements Deviation {}

    /** No {@code [DONE]}. */
    record NoDone() implements Deviation {}

    /** No finish reason. */
    record NoFinish() implements Deviation {}

    /** Usage in the finish chunk, asked for or not, as Groq sends it. */
    record UsageInFinish() implements Deviation {}
}
