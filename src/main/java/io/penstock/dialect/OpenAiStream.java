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
public final class OpenAiStream extends AnswerStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final EventShape token = new EventShape();
    private final ChunkReading chunk = new ChunkReading();
    private final boolean shapes;
    private boolean begun;
    private long spoken;
    private long closed;
    private boolean toldUsage;

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

    /** The usage last reported, if any was. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** Whether the event read last reported a usage. */
    public boolean toldUsage() {
        return toldUsage;
    }

    @Override
    public Meaning read(byte[] bytes, EventScanner event) {
        toldUsage = false;
        return super.read(bytes, event);
    }

    @Override
    protected Meaning data(byte[] bytes, int from, int to) {
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
