package io.penstock.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.dialect.AnswerStream;
import io.penstock.dialect.OpenAiUsage;
import io.penstock.json.JsonReader;
import io.penstock.sse.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows a stream of Responses in one pass over each event, without a tree. It is never {@link #textOnly}: items have
 * ids of their own, so no other provider could go on with a broken answer.
 */
final class ResponsesStream extends AnswerStream {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[0];
    private int base;
    private String type = "";
    private String itemType = "";
    private boolean delta;
    private boolean error;
    private boolean begun;

    ResponsesStream() {
        textOnly = false;
    }

    @Override
    protected Meaning data(byte[] array, int from, int to) {
        if (Bytes.startsWith(array, from, to, DONE)) {
            return done ? Meaning.DONE : beside();
        }
        if (!parse(array, from, to)) {
            return Meaning.MALFORMED;
        }
        return switch (type) {
            case "response.completed", "response.incomplete" -> {
                TokenUsage reported = OpenAiUsage.in(array, from, to);
                usage = reported == null ? usage : reported;
                done = true;
                yield Meaning.DONE;
            }
            case "response.failed", "response.cancelled", "error" -> Meaning.ERROR;
            case "response.created", "response.in_progress", "response.queued", "response.content_part.added" ->
                beside();
            case "response.output_item.added" -> item(isPlain(itemType));
            case "response.output_item.done" -> item(itemType.equals("reasoning"));
            default -> {
                if (delta) {
                    tokens++;
                    begun = true;
                }
                yield error && type.isEmpty() ? Meaning.ERROR : beside();
            }
        };
    }

    /** An item that says nothing yet: what matters are its deltas. */
    private static boolean isPlain(String itemType) {
        return itemType.equals("message") || itemType.equals("reasoning");
    }

    private Meaning item(boolean preamble) {
        begun |= !preamble;
        return beside();
    }

    /** Before the answer it is its preamble, afterwards a part of it. */
    private Meaning beside() {
        return begun ? Meaning.TOKEN : Meaning.PREAMBLE;
    }

    /** Whether it is one JSON object. */
    private boolean parse(byte[] array, int from, int to) {
        bytes = array;
        base = from;
        type = "";
        itemType = "";
        delta = false;
        error = false;
        try (JsonParser parser = JsonReader.parser(array, from, to)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                member(parser, parser.currentName(), parser.nextToken(), to);
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private void member(JsonParser parser, String name, JsonToken value, int limit) throws IOException {
        switch (name) {
            case "type" -> type = value == JsonToken.VALUE_STRING ? parser.getText() : "";
            case "delta" -> delta = value == JsonToken.VALUE_STRING ? !isEmpty(parser, limit) : isSomething(value);
            case "error" -> error = isSomething(value);
            case "item" -> {
                if (value == JsonToken.START_OBJECT) {
                    object(parser, "type");
                }
            }
            case "response" -> {
                if (value == JsonToken.START_OBJECT && id == null) {
                    object(parser, "id");
                }
            }
            default -> {}
        }
        if (parser.currentToken() != JsonToken.END_OBJECT) {
            parser.skipChildren();
        }
    }

    private static boolean isSomething(JsonToken value) {
        return value != JsonToken.VALUE_NULL;
    }

    private boolean isEmpty(JsonParser parser, int limit) {
        int inside = base + (int) parser.currentTokenLocation().getByteOffset() + 1;
        return inside >= limit || bytes[inside] == '"';
    }

    /** Passes over an object of which one text is wanted. */
    private void object(JsonParser parser, String wanted) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(wanted);
            JsonToken value = parser.nextToken();
            if (found && value == JsonToken.VALUE_STRING && wanted.equals("type")) {
                itemType = parser.getText();
            } else if (found && value == JsonToken.VALUE_STRING) {
                int from = base + (int) parser.currentTokenLocation().getByteOffset();
                parser.finishToken();
                id = Arrays.copyOfRange(
                        bytes, from, base + (int) parser.currentLocation().getByteOffset());
            }
            parser.skipChildren();
        }
    }

    @Override
    public boolean finished() {
        return done;
    }
}
