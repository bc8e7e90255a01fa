package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.sse.Bytes;
import io.penstock.sse.EventScanner;
import io.penstock.sse.Needle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Follows one answer stream in the OpenAI dialect and says of each event what it means to the gateway. It looks for a
 * few words and parses only the events that hold one: inside a JSON string their quotes would be escaped, so a model
 * cannot write them. Owned by one stream.
 */
public final class OpenAiStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final Needle USAGE = Needle.of("\"usage\"");
    private static final Needle FINISH = Needle.of("\"finish_reason\"");
    private static final Needle ERROR = Needle.of("\"error\"");
    private static final Needle CHOICES = Needle.of("\"choices\"");
    /** Keys of a delta that carry something a person or a program reads. {@code role} is not one of them. */
    private static final Needle[] SEMANTIC = {
        Needle.of("\"content\""),
        Needle.of("\"text\""),
        Needle.of("\"tool_calls\""),
        Needle.of("\"function_call\""),
        Needle.of("\"reasoning_content\""),
        Needle.of("\"reasoning\""),
        Needle.of("\"refusal\""),
        Needle.of("\"audio\""),
        Needle.of("\"reasoning_details\"")
    };

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
        ERROR
    }

    private final EventShape token = new EventShape();
    private final boolean shapes;
    private boolean begun;
    private boolean finished;
    private boolean done;
    private @Nullable TokenUsage usage;

    public OpenAiStream() {
        this(true);
    }

    /** @param shapes whether an event may be known by its likeness to an earlier one */
    OpenAiStream(boolean shapes) {
        this.shapes = shapes;
    }

    /** Whether a finish reason was seen: the answer is whole. */
    public boolean finished() {
        return finished;
    }

    /** Whether {@code [DONE]} was seen. */
    public boolean done() {
        return done;
    }

    /** The usage last reported, if any was. */
    public @Nullable TokenUsage usage() {
        return usage;
    }

    /** Reads the event the scanner stands at. */
    public Meaning read(byte[] bytes, EventScanner event) {
        if (event.dataLines() == 0) {
            return Meaning.PREAMBLE;
        }
        if (event.dataLines() > 1) {
            byte[] joined = event.joinedData(bytes);
            return data(joined, 0, joined.length);
        }
        return data(bytes, event.dataStart(), event.dataEnd());
    }

    /** Most events of a stream are like the one before, with another word in it. */
    private Meaning data(byte[] bytes, int from, int to) {
        if (token.matches(bytes, from, to)) {
            return Meaning.TOKEN;
        }
        if (Bytes.startsWith(bytes, from, to, DONE)) {
            done = true;
            return Meaning.DONE;
        }
        boolean erring = ERROR.in(bytes, from, to) >= 0;
        if (erring && hasTopLevelError(bytes, from, to)) {
            return Meaning.ERROR;
        }
        boolean finishes = hasValue(FINISH, bytes, from, to);
        finished |= finishes;
        int usageAt = USAGE.in(bytes, from, to);
        boolean counts = usageAt >= 0 && readUsage(bytes, usageAt, to);
        if (counts && hasNoChoices(bytes, from, to)) {
            return Meaning.USAGE_ONLY;
        }
        // Where the answer has begun, one more part of it needs no closer look.
        begun = begun || finishes || isSemantic(bytes, from, to);
        boolean plain = !finishes && !erring && (usageAt < 0 || !counts && !hasValue(USAGE, bytes, usageAt, to));
        if (begun && plain && shapes) {
            token.take(bytes, from, to);
        }
        return begun ? Meaning.TOKEN : Meaning.PREAMBLE;
    }

    private boolean readUsage(byte[] bytes, int at, int to) {
        TokenUsage here = OpenAiUsage.in(bytes, at, to);
        usage = here == null ? usage : here;
        return here != null;
    }

    private static boolean hasNoChoices(byte[] bytes, int from, int to) {
        for (int at = CHOICES.in(bytes, from, to); at >= 0; at = CHOICES.in(bytes, at + CHOICES.length(), to)) {
            int value = valueAfter(at + CHOICES.length(), bytes, to);
            int inside = skipSpace(value + 1, bytes, to);
            boolean emptyArray = inside < to && bytes[value] == '[' && bytes[inside] == ']';
            if (value < to && !emptyArray && !Bytes.startsWith(bytes, value, to, NULL)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSemantic(byte[] bytes, int from, int to) {
        for (Needle key : SEMANTIC) {
            if (hasValue(key, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the key stands with a value other than null, an empty string, an empty array or an empty object. */
    private static boolean hasValue(Needle key, byte[] bytes, int from, int to) {
        for (int at = key.in(bytes, from, to); at >= 0; at = key.in(bytes, at + key.length(), to)) {
            int value = valueAfter(at + key.length(), bytes, to);
            if (value + 1 >= to || Bytes.startsWith(bytes, value, to, NULL)) {
                continue;
            }
            byte opening = bytes[value];
            byte next = bytes[value + 1];
            boolean empty = opening == '"' && next == '"'
                    || opening == '[' && next == ']'
                    || opening == '{' && next == '}'
                    || opening == ',';
            if (!empty) {
                return true;
            }
        }
        return false;
    }

    private static int valueAfter(int from, byte[] bytes, int to) {
        int colon = skipSpace(from, bytes, to);
        return colon < to && bytes[colon] == ':' ? skipSpace(colon + 1, bytes, to) : to;
    }

    private static int skipSpace(int from, byte[] bytes, int to) {
        int at = from;
        while (at < to && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static boolean hasTopLevelError(byte[] bytes, int from, int to) {
        try (JsonParser parser = Json.FACTORY.createParser(bytes, from, to - from)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean error = parser.currentName().equals("error");
                JsonToken value = parser.nextToken();
                if (error && value != JsonToken.VALUE_NULL) {
                    return true;
                }
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
