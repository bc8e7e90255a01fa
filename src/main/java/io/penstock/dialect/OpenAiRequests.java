package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
    private OpenAiRequests() {}

    /** Never throws: whatever the bytes are, the answer is facts or a 400. */
    public static RequestReading read(Buffer body) {
        if (!mayBeUtf8(body)) {
            return refused(null, "invalid_json", "The request body is not JSON in UTF-8.");
        }
        try (JsonParser parser = parser(body)) {
            return new Reading(parser).object();
        } catch (IOException e) {
            return refused(null, "invalid_json", "The request body is not valid JSON" + place(e) + ".");
        }
    }

    /** The parser would also read UTF-16 and UTF-32, but its offsets would then be of no use. */
    private static boolean mayBeUtf8(Buffer body) {
        int looked = Math.min(4, body.length());
        for (int i = 0; i < looked; i++) {
            int b = body.getUnsignedByte(i);
            if (b == 0 || b >= 0xFE) {
                return false;
            }
        }
        return true;
    }

    private static JsonParser parser(Buffer body) throws IOException {
        ByteBuf bytes = ((BufferInternal) body).getByteBuf();
        return bytes.hasArray()
                ? Json.FACTORY.createParser(
                        bytes.array(), bytes.arrayOffset() + bytes.readerIndex(), bytes.readableBytes())
                : Json.FACTORY.createParser(body.getBytes());
    }

    private static String place(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JacksonException problem && problem.getLocation() != null
                ? " at byte " + Math.max(0, problem.getLocation().getByteOffset())
                : "";
    }

    private static RequestReading.Refused refused(@Nullable String param, String code, String message) {
        return new RequestReading.Refused(ApiError.invalid(400, param, code, message));
    }

    /** One pass over one body. */
    private static final class Reading {
        private final JsonParser parser;
        private RequestReading.@Nullable Refused refused;
        private @Nullable String model;
        private Span modelSpan = new Span(0, 0);
        private boolean stream;
        private boolean streamSeen;
        private boolean usageWanted;
        private @Nullable StreamOptions streamOptions;

        Reading(JsonParser parser) {
            this.parser = parser;
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
            return new RequestFacts(model, modelSpan, stream, usageWanted, open, streamOptions);
        }

        private void field(String name) throws IOException {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "model" -> model(value);
                case "stream" -> stream(value);
                case "stream_options" -> streamOptions(value);
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
            int from = (int) parser.currentTokenLocation().getByteOffset();
            model = parser.getText();
            modelSpan = new Span(from, offset());
            if (model.isBlank()) {
                refuse("model", "invalid_value", "'model' must not be empty.");
            }
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
            int from = (int) parser.currentTokenLocation().getByteOffset();
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
                    int at = (int) parser.currentTokenLocation().getByteOffset();
                    includeUsage = new Span(at, offset());
                    usageWanted = member == JsonToken.VALUE_TRUE;
                    if (!member.isBoolean() && member != JsonToken.VALUE_NULL) {
                        refuse("stream_options.include_usage", "invalid_type", "'include_usage' must be a boolean.");
                    }
                }
                parser.skipChildren();
            }
            streamOptions = new StreamOptions(new Span(from, offset()), false, empty, includeUsage);
        }

        private int offset() {
            return (int) parser.currentLocation().getByteOffset();
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
