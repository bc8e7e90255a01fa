package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.sse.EventScanner;
import org.jspecify.annotations.Nullable;

/**
 * Follows one answer's stream and says of each event what it means to the gateway. Owned by one stream. A dialect's own
 * reads the data of events and keeps what is told here up to date.
 */
public abstract class AnswerStream {
    private static final byte[] NOTHING = {};

    /** Whether the closing event was seen. */
    protected boolean done;
    /** Whether nothing but text of one choice, and its reasoning, was seen. */
    protected boolean textOnly = true;
    /** Events that carried a part of the answer. */
    protected int tokens;
    /** The usage last reported, if any was. */
    protected @Nullable TokenUsage usage;
    /** The answer's id as JSON, quotes included. */
    protected byte @Nullable [] id;
    /** Where the text of the event read last begins in its data; {@code -1}, as before each event, where it has none. */
    protected int contentFrom = -1;
    /** Where that text ends. */
    protected int contentTo = -1;

    private byte[] content = NOTHING;

    /** What one event means. */
    public enum Meaning {
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
    public Meaning read(byte[] bytes, EventScanner event) {
        contentFrom = -1;
        if (event.dataLines() == 0) {
            return Meaning.PREAMBLE;
        }
        if (event.dataLines() == 1) {
            content = bytes;
            return data(bytes, event.dataStart(), event.dataEnd());
        }
        content = event.joinedData(bytes);
        return data(content, 0, content.length);
    }

    /** Reads an event's data, which stands in {@code [from, to)}. */
    protected abstract Meaning data(byte[] bytes, int from, int to);

    /** Whether the answer is whole: nothing but its formal end may be missing. */
    public abstract boolean finished();

    /** Whether the closing event was seen. */
    public final boolean done() {
        return done;
    }

    /** Whether nothing but text of one choice, and its reasoning, was seen. */
    public final boolean textOnly() {
        return textOnly;
    }

    /** Events that carried a part of the answer: about as many as there were tokens. */
    public final int tokens() {
        return tokens;
    }

    /** What the answer has used as far as is known: what was reported, else what was counted. */
    public TokenUsage used() {
        return usage == null ? TokenUsage.counted(tokens) : usage;
    }

    /** The answer's {@code id} as JSON, quotes included; {@code null} where it has none yet. */
    public final byte @Nullable [] id() {
        return id;
    }

    /** Holds the text of the event read last, as it stands inside a JSON string, in {@code [contentFrom, contentTo)}. */
    public final byte[] content() {
        return content;
    }

    /** {@code -1} where the event has no text, or more than one. */
    public final int contentFrom() {
        return contentFrom;
    }

    /** Where that text ends; nothing of use where there is none. */
    public final int contentTo() {
        return contentTo;
    }
}
