package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/** Follows one answer's stream and says of each event what it means to the gateway. Owned by one stream. */
public interface AnswerStream {

    /** What one event means. */
    enum Meaning {
        /** Something before or beside the answer: a role, a comment, an empty delta. */
        PREAMBLE,
        /** A part of the answer. */
        TOKEN,
        /** An extra event that holds only usage, which not every caller wants. */
        USAGE_ONLY,
        /** The event that closes the stream, e.g. {@code [DONE]}. */
        DONE,
        /** The provider reports a failure in the stream. */
        ERROR,
        /** Nothing a client could read. */
        MALFORMED
    }

    /** Reads the event the scanner stands at. */
    Meaning read(byte[] bytes, EventScanner event);

    /** Whether the answer is whole: nothing but its formal end may be missing. */
    boolean finished();

    /** Whether the closing event was seen. */
    boolean done();

    /** Whether nothing but text of one choice, and its reasoning, was seen. */
    boolean textOnly();

    /** Events that carried a part of the answer: about as many as there were tokens. */
    int tokens();

    /** What the answer has used as far as is known: what was reported, else what was counted. */
    TokenUsage used();

    /** The answer's {@code id} as JSON, quotes included; {@code null} where it has none yet. */
    byte @Nullable [] id();

    /** Holds the text of the event read last, as it stands inside a JSON string, in {@code [contentFrom, contentTo)}. */
    byte[] content();

    /** {@code -1} where the event has no text, or more than one. */
    int contentFrom();

    int contentTo();
}
