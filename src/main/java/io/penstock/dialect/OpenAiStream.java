package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.sse.Bytes;
import io.penstock.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows one answer stream in the OpenAI dialect and says of each event what it means to the gateway. Most events of a
 * stream are like the one before, with another word in it, and are known by that; the others are parsed. Owned by one
 * stream.
 */
public final class OpenAiStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** What one event means. */
    public enum Meaning {
        /** Something before or beside the answer: a role, a comment, an empty delta. */
        PREAMBLE,
        /** A part of the answer. */
        TOKEN,
        /** The extra chunk that holds only usage. */
        USAGE_ONLY,
        /** {@code [DONE]}. */
        DONE,
        /** The provider reports a failure in the stream. */
        ERROR,
        /** No JSON object: nothing a client could read. */
        MALFORMED
    }

    private final EventShape token = new EventShape();
    private final ChunkReading chunk = new ChunkReading();
    private final boolean shapes;
    private boolean begun;
    private boolean done;
    private boolean textOnly = true;
    private long spoken;
    private long closed;
    private int tokens;
    private @Nullable TokenUsage usage;
    private byte @Nullable [] id;
    private byte[] content = new byte[0];
    private int contentFrom = -1;
    private int contentTo = -1;

    public OpenAiStream() {
        this(true);
    }

    /** @param shapes whether an event may be known by its likeness to an earlier one */
    OpenAiStream(boolean shapes) {
        this.shapes = shapes;
    }

    /** Whether every choice that was spoken of has a finish reason: the answer is whole. */
    public boolean finished() {
        return closed != 0 && (spoken & ~closed) == 0;
    }

    /** Whether {@code [DONE]} was seen. */
    public boolean done() {
        return done;
    }

    /** Whether nothing but text of one choice, and its reasoning, was seen. */
    public boolean textOnly() {
        return textOnly;
    }

    /** Events that carried a part of the answer: about as many as there were tokens. */
    public int tokens() {
        return tokens;
    }

    /** The usage last reported, if any was. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** What the answer has used as far as is known: what was reported, else what was counted. */
    public TokenUsage used() {
        return usage == null ? TokenUsage.counted(tokens) : usage;
    }

    /** The answer's {@code id} as JSON, quotes included; {@code null} where it has none yet. */
    public byte @Nullable [] id() {
        return id;
    }

    /** Holds the text of the event read last, as it stands inside a JSON string, in {@code [contentFrom, contentTo)}. */
    public byte[] content() {
        return content;
    }

    /** {@code -1} where the event has no text, or more than one. */
    public int contentFrom() {
        return contentFrom;
    }

    public int contentTo() {
        return contentTo;
    }

    /** Reads the event the scanner stands at. */
    public Meaning read(byte[] bytes, EventScanner event) {
        contentFrom = -1;
        if (event.dataLines() == 0) {
            return Meaning.PREAMBLE;
        }
        if (event.dataLines() > 1) {
            byte[] joined = event.joinedData(bytes);
            return data(joined, 0, joined.length);
        }
        return data(bytes, event.dataStart(), event.dataEnd());
    }

    private Meaning data(byte[] bytes, int from, int to) {
        content = bytes;
        if (token.matches(bytes, from, to)) {
            tokens++;
            contentTo = token.contentTo();
            contentFrom = contentTo > token.contentFrom() ? token.contentFrom() : -1;
            return Meaning.TOKEN;
        }
        if (Bytes.startsWith(bytes, from, to, DONE)) {
            done = true;
            return Meaning.DONE;
        }
        if (!chunk.read(bytes, from, to)) {
            return Meaning.MALFORMED;
        }
        if (chunk.error) {
            return Meaning.ERROR;
        }
        if (id == null && chunk.idFrom >= 0) {
            id = Arrays.copyOfRange(bytes, chunk.idFrom, chunk.idTo);
        }
        TokenUsage counted = chunk.usage ? OpenAiUsage.in(bytes, from, to) : null;
        usage = counted == null ? usage : counted;
        if (counted != null && !chunk.choices) {
            return Meaning.USAGE_ONLY;
        }
        return choices(bytes, from, to);
    }

    private Meaning choices(byte[] bytes, int from, int to) {
        spoken |= chunk.spoken;
        closed |= chunk.closed;
        textOnly &= chunk.textOnly;
        tokens += chunk.semantic ? 1 : 0;
        boolean closes = chunk.closed != 0;
        // Where the answer has begun, one more part of it needs no closer look.
        begun = begun || closes || chunk.semantic;
        contentFrom = chunk.textOnly ? chunk.contentFrom : -1;
        contentTo = chunk.contentTo;
        if (shapes && begun && chunk.semantic && !closes && !chunk.usage) {
            token.take(bytes, from, to, contentFrom);
        }
        return begun ? Meaning.TOKEN : Meaning.PREAMBLE;
    }
}
