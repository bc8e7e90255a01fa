package io.penstock.dialect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.netty.buffer.ByteBuf;
import io.penstock.dialect.RequestFacts.Span;
import io.penstock.dialect.RequestFacts.StreamOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests in the OpenAI dialect (chat completions, completions, embeddings) in one pass that checks the whole
 * body to be JSON and keeps nothing of it but the fields routing needs.
 */
public final class OpenAiRequests {
    static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final String TOO_INTRICATE = "The request body nests deeper than " + Json.NESTING_MAX
            + " levels, or a field's name is longer than 50000 bytes.";

    private static final String INPUT_FOR_MESSAGES = "Chat completions take 'messages', not 'input'. This looks like a"
            + " request of the Responses API: send it to /v1/responses.";

    private OpenAiRequests() {}

    /** Never throws: whatever the bytes are, the answer is facts or a 400. */
    public static RequestReading read(Buffer body) {
        int skipped = beginsWithMark(body) ? BYTE_ORDER_MARK.length : 0;
        try (JsonParser parser = parser(body, skipped)) {
            return new Reading(parser, skipped).object();
        } catch (StreamConstraintsException e) {
            return refused(null, "invalid_json", TOO_INTRICATE);
        } catch (IOException e) {
            return refused(null, "invalid_json", "The request body is not valid JSON" + place(e, skipped) + ".");
        }
    }

    /**
     * As {@link #read}, for chat completions: a body of the Responses API, which some editors send there, is told where it
     * belongs.
     */
    public static RequestReading readChat(Buffer body) {
        RequestReading reading = read(body);
        boolean silent = reading instanceof RequestFacts facts && facts.conversationEnd() < 0;
        return silent && RequestFields.has(body, "input") && !RequestFields.has(body, "messages")
                ? refused("input", "unsupported_parameter", INPUT_FOR_MESSAGES)
                : reading;
    }

    static boolean beginsWithMark(Buffer body) {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (i >= body.length() || body.getByte(i) != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    static JsonParser parser(Buffer body, int from) throws IOException {
        ByteBuf bytes = ((BufferInternal) body).getByteBuf();
        if (!bytes.hasArray()) {
            return Json.FACTORY.createParser(body.getBytes(), from, body.length() - from);
        }
        int offset = bytes.arrayOffset() + bytes.readerIndex();
        return Json.FACTORY.createParser(bytes.array(), offset + from, body.length() - from);
    }

    private static String place(IOException e, int skipped) {
        return e instanceof JacksonException problem && problem.getLocation() != null
                ? " at byte " + (skipped + Math.max(0, problem.getLocation().getByteOffset()))
                : "";
    }

    private static RequestReading.Refused refused(@Nullable String param, String code, String message) {
        return new RequestReading.Refused(ApiError.invalid(400, param, code, message));
    }

    /** One pass over one body. */
    private static final class Reading {
        private static final String INCLUDE_USAGE = "stream_options.include_usage";

        private final JsonParser parser;
        private final int skipped;
        private RequestReading.@Nullable Refused refused;
        private @Nullable String model;
        private Span modelSpan = new Span(0, 0);
        private boolean stream;
        private boolean streamSeen;
        private boolean usageWanted;
        private @Nullable StreamOptions streamOptions;
        private boolean oneChoice = true;
        private int conversationEnd = -1;
        private boolean tools;

        Reading(JsonParser parser, int skipped) {
            this.parser = parser;
            this.skipped = skipped;
        }

        RequestReading object() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return refused(null, "invalid_json", "The request body must be a JSON object.");
            }
            int open = offset();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser.currentName());
            }
            if (parser.nextToken() != null) {
                return refused(null, "invalid_json", "The request body must be one JSON object; more follows it.");
            }
            if (refused != null) {
                return refused;
            }
            if (model == null) {
                return refused("model", "missing_required_parameter", "Missing required parameter: 'model'.");
            }
            return new RequestFacts(
                    model, modelSpan, stream, usageWanted, open, streamOptions, oneChoice, conversationEnd, tools);
        }

        private void field(String name) throws IOException {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "model" -> model(value);
                case "stream" -> stream(value);
                case "stream_options" -> streamOptions(value);
                case "messages" -> messages(value);
                case "tools", "functions" -> tools(value);
                case "n" -> {
                    oneChoice =
                            value == JsonToken.VALUE_NULL || parser.getText().equals("1");
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }

        private void model(JsonToken value) throws IOException {
            if (value != JsonToken.VALUE_STRING) {
                refuse("model", "invalid_type", "'model' must be a string.");
                parser.skipChildren();
                return;
            }
            if (model != null) {
                refuse("model", "duplicate_parameter", "'model' is given twice.");
            }
            int from = tokenOffset();
            model = parser.getText();
            modelSpan = new Span(from, offset());
            if (model.isBlank()) {
                refuse("model", "invalid_value", "'model' must not be empty.");
            }
            if (!model.codePoints().allMatch(Reading::isWritable)) {
                refuse("model", "invalid_value", "'model' must not hold control characters or half characters.");
            }
        }

        private void tools(JsonToken value) throws IOException {
            int inside = offset();
            parser.skipChildren();
            tools |= value == JsonToken.START_ARRAY && offset() > inside + 1;
        }

        private void messages(JsonToken value) throws IOException {
            conversationEnd = -1;
            if (value != JsonToken.START_ARRAY) {
                parser.skipChildren();
                return;
            }
            boolean open = false;
            int end = -1;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                open = parser.currentToken() == JsonToken.START_OBJECT && !isFromAssistant();
                parser.skipChildren();
                end = offset();
            }
            conversationEnd = open ? end : -1;
        }

        private boolean isFromAssistant() throws IOException {
            boolean assistant = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean role = parser.currentName().equals("role");
                JsonToken value = parser.nextToken();
                if (role) {
                    assistant =
                            value == JsonToken.VALUE_STRING && parser.getText().equals("assistant");
                }
                parser.skipChildren();
            }
            return assistant;
        }

        private void stream(JsonToken value) throws IOException {
            if (streamSeen) {
                refuse("stream", "duplicate_parameter", "'stream' is given twice.");
            }
            streamSeen = true;
            if (!value.isBoolean() && value != JsonToken.VALUE_NULL) {
                refuse("stream", "invalid_type", "'stream' must be a boolean.");
                parser.skipChildren();
            }
            stream = value == JsonToken.VALUE_TRUE;
        }

        private void streamOptions(JsonToken value) throws IOException {
            if (streamOptions != null) {
                refuse("stream_options", "duplicate_parameter", "'stream_options' is given twice.");
            }
            int from = tokenOffset();
            if (value == JsonToken.VALUE_NULL) {
                streamOptions = new StreamOptions(new Span(from, offset()), true, true, null);
                return;
            }
            if (value != JsonToken.START_OBJECT) {
                refuse("stream_options", "invalid_type", "'stream_options' must be an object.");
                parser.skipChildren();
                return;
            }
            boolean empty = true;
            Span includeUsage = null;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                empty = false;
                boolean usage = parser.currentName().equals("include_usage");
                JsonToken member = parser.nextToken();
                if (usage) {
                    if (includeUsage != null) {
                        refuse(INCLUDE_USAGE, "duplicate_parameter", "'include_usage' is given twice.");
                    }
                    includeUsage = new Span(tokenOffset(), offset());
                    usageWanted = member == JsonToken.VALUE_TRUE;
                    if (!member.isBoolean() && member != JsonToken.VALUE_NULL) {
                        refuse(INCLUDE_USAGE, "invalid_type", "'include_usage' must be a boolean.");
                    }
                }
                parser.skipChildren();
            }
            streamOptions = new StreamOptions(new Span(from, offset()), false, empty, includeUsage);
        }

        /** A lone surrogate has no UTF-8 form, so no provider could be asked for such a model. */
        private static boolean isWritable(int codePoint) {
            return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
        }

        private int tokenOffset() {
            return skipped + (int) parser.currentTokenLocation().getByteOffset();
        }

        private int offset() {
            return skipped + (int) parser.currentLocation().getByteOffset();
        }

        /** The first mistake is the one told; the rest of the body is still read. */
        private void refuse(String param, String code, String message) {
            if (refused == null) {
                refused = refused(param, code, message);
            }
        }

        private static RequestReading.Refused refused(@Nullable String param, String code, String message) {
            return OpenAiRequests.refused(param, code, message);
        }
    }
}
