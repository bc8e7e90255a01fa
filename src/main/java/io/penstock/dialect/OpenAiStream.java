package io.penstock.dialect;

import io.penstock.call.TokenUsage;
import io.penstock.sse.Bytes;
import io.penstock.sse.EventScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Follows a stream of Chat Completions, or of legacy completions. Most events of a stream are like the one before, with
 * another word in it, and are known by that; the others are parsed.
 */
public final class OpenAiStream implements AnswerStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

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
    private boolean toldUsage;
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

    @Override
    public boolean finished() {
        return closed != 0 && (spoken & ~closed) == 0;
    }

    @Override
    public boolean done() {
        return done;
    }

    @Override
    public boolean textOnly() {
        return textOnly;
    }

    @Override
    public int tokens() {
        return tokens;
    }

    /** The usage last reported, if any was. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** Whether the event read last reported a usage. */
    public boolean toldUsage() {
        return toldUsage;
    }

    @Override
    public TokenUsage used() {
        return usage == null ? TokenUsage.counted(tokens) : usage;
    }

    @Override
    public byte @Nullable [] id() {
        return id;
    }

    @Override
    public byte[] content() {
        return content;
    }

    @Override
    public int contentFrom() {
        return contentFrom;
    }

    @Override
    public int contentTo() {
        return contentTo;
    }

    @Override
    public Meaning read(byte[] bytes, EventScanner event) {
        contentFrom = -1;
        toldUsage = false;
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
        toldUsage = counted != null;
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
