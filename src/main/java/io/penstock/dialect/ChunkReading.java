package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What one pass over the JSON of a chunk finds: which choices it speaks of, what in it somebody reads, and where its
 * text stands. Reused for every event of a stream that has to be looked at closely. Offsets count from the array's
 * first byte; {@code -1} where there is no such thing.
 */
final class ChunkReading {
    /** Choices told apart; all beyond them count as one. */
    static final int CHOICES_MAX = 63;

    static final String NO_RESOURCES = "insufficient_system_resource";

    private byte[] bytes = new byte[0];
    private int base;
    private int limit;
    private int choice;

    /** A failure reported at the top, or in {@code x_groq}, or by a finish reason that names one. */
    boolean error;

    /** Whether something in it is read by a person or a program. */
    boolean semantic;

    /** Whether all of that is text of the first choice, or its reasoning. */
    boolean textOnly;

    /** Choices spoken of, and choices with a finish reason: bit {@code i} is choice {@code i}. */
    long spoken;

    long closed;
    boolean choices;

    /** Whether a {@code usage} other than null stands where usage stands. */
    boolean usage;

    /** The text inside its quotes, where there is exactly one. */
    int contentFrom;

    int contentTo;

    /** The chunk's {@code id}, quotes included. */
    int idFrom;

    int idTo;

    /** Whether the bytes are one JSON object; what was found in others means nothing. */
    boolean read(byte[] array, int from, int to) {
        clear(array, from, to);
        try (JsonParser parser = Json.FACTORY.createParser(array, from, to - from)) {
            JsonToken opening = parser.nextToken();
            boolean wrapped = opening == JsonToken.START_ARRAY;
            if ((wrapped ? parser.nextToken() : opening) != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                top(parser, parser.currentName(), parser.nextToken());
            }
            // Gemini wraps its errors, and nothing else, in an array.
            return wrapped ? error : parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private void clear(byte[] array, int from, int to) {
        bytes = array;
        base = from;
        limit = to;
        error = false;
        semantic = false;
        textOnly = true;
        spoken = 0;
        closed = 0;
        choices = false;
        usage = false;
        contentFrom = -1;
        contentTo = -1;
        idFrom = -1;
        idTo = -1;
    }

    private void top(JsonParser parser, String name, JsonToken value) throws IOException {
        switch (name) {
            case "id" -> {
                if (value == JsonToken.VALUE_STRING) {
                    idFrom = offset(parser.currentTokenLocation().getByteOffset());
                    parser.finishToken();
                    idTo = offset(parser.currentLocation().getByteOffset());
                }
            }
            case "error" -> error |= value != JsonToken.VALUE_NULL;
            // Servers based on an older vLLM: {"object":"error","message":...}.
            case "object" -> error |= value == JsonToken.VALUE_STRING && "error".equals(parser.getText());
            case "usage" -> usage |= value != JsonToken.VALUE_NULL;
            case "choices" -> {
                if (value == JsonToken.START_ARRAY) {
                    choices(parser);
                    return;
                }
            }
            case "x_groq" -> {
                if (value == JsonToken.START_OBJECT) {
                    groq(parser);
                    return;
                }
            }
            default -> {}
        }
        parser.skipChildren();
    }

    private void groq(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean nothing = parser.nextToken() == JsonToken.VALUE_NULL;
            error |= name.equals("error") && !nothing;
            usage |= name.equals("usage") && !nothing;
            parser.skipChildren();
        }
    }

    private void choices(JsonParser parser) throws IOException {
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            choices = true;
            if (item == JsonToken.START_OBJECT) {
                choice(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void choice(JsonParser parser) throws IOException {
        choice = 0;
        boolean closes = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "index" -> choice = value == JsonToken.VALUE_NUMBER_INT ? index(parser) : CHOICES_MAX;
                case "text" -> text(parser, value);
                case "usage" -> usage |= value != JsonToken.VALUE_NULL;
                case "finish_reason" -> closes = value == JsonToken.VALUE_STRING && closes(parser.getText());
                case "delta" -> {
                    if (value == JsonToken.START_OBJECT) {
                        delta(parser);
                        continue;
                    }
                }
                default -> {}
            }
            parser.skipChildren();
        }
        long bit = 1L << choice;
        spoken |= bit;
        closed |= closes ? bit : 0;
        textOnly &= choice == 0;
    }

    private static int index(JsonParser parser) throws IOException {
        long index = parser.getLongValue();
        return index >= 0 && index < CHOICES_MAX ? (int) index : CHOICES_MAX;
    }

    /** OpenRouter, Mistral and Fireworks; DeepSeek: the answer is not whole, whatever it looks like. */
    static boolean isFailure(String finishReason) {
        return finishReason.equals("error") || finishReason.equals(NO_RESOURCES);
    }

    private boolean closes(String reason) {
        error |= isFailure(reason);
        return !reason.isEmpty();
    }

    private void delta(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "content" -> text(parser, value);
                case "reasoning_content", "reasoning", "reasoning_details" -> semantic |= isSomething(parser, value);
                case "tool_calls", "function_call", "refusal", "audio" -> {
                    boolean something = isSomething(parser, value);
                    semantic |= something;
                    textOnly &= !something;
                }
                default -> parser.skipChildren();
            }
        }
    }

    private void text(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            boolean something = isSomething(parser, value);
            semantic |= something;
            textOnly &= !something;
            return;
        }
        int from = offset(parser.currentTokenLocation().getByteOffset()) + 1;
        parser.finishToken();
        int to = offset(parser.currentLocation().getByteOffset()) - 1;
        if (to > from) {
            semantic = true;
            textOnly &= contentFrom < 0;
            contentFrom = from;
            contentTo = to;
        }
    }

    /** Whether a value is more than null, an empty string, an empty array or an empty object. Passes over it. */
    private boolean isSomething(JsonParser parser, JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_STRING) {
            int inside = offset(parser.currentTokenLocation().getByteOffset()) + 1;
            return inside < limit && bytes[inside] != '"';
        }
        if (value == JsonToken.START_ARRAY || value == JsonToken.START_OBJECT) {
            JsonToken first = parser.nextToken();
            if (first.isStructEnd()) {
                return false;
            }
            int depth = 1;
            for (JsonToken token = first; depth > 0; token = depth > 0 ? parser.nextToken() : token) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return true;
        }
        return value != JsonToken.VALUE_NULL;
    }

    private int offset(long relative) {
        return base + (int) relative;
    }
}
