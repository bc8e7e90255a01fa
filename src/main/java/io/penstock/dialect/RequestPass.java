package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.dialect.RequestFacts.Span;
import io.penstock.dialect.RequestFacts.StreamOptions;
import io.penstock.routing.Feature;
import io.penstock.routing.Needs;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One pass over one request's body, which proves it to be JSON and keeps nothing of it but what routing needs. It knows the
 * fields of all callers' dialects, whose names nowhere contradict one another.
 */
final class RequestPass {
    private static final String INCLUDE_USAGE = "stream_options.include_usage";
    private final JsonParser parser;
    private final int skipped;
    private final ContentPass content;
    private final AnswerForm form;
    private final SettingsPass settings;
    private @Nullable ApiError mistake;
    private @Nullable String model;
    private @Nullable Span modelSpan;
    private int open;
    private boolean stream;
    private boolean streamSeen;
    private boolean usageWanted;
    private @Nullable StreamOptions streamOptions;
    private boolean oneChoice = true;
    private int conversationEnd = -1;
    private boolean tools;
    private boolean messages;
    private boolean input;
    private boolean saying;
    private int bounds;
    private @Nullable Span boundSpan;
    private int conversationFrom = -1;
    private int conversationTo = -1;

    /** @param skipped how many bytes of the body stand before the parser's first */
    RequestPass(JsonParser parser, int skipped) {
        this.parser = parser;
        this.skipped = skipped;
        this.content = new ContentPass(parser);
        this.settings = new SettingsPass(parser);
        this.form = new AnswerForm(parser, settings);
    }

    /** Reads the body. */
    void object() throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            refuse(null, "invalid_json", "The request body must be a JSON object.");
            return;
        }
        open = offset();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            said();
            field(parser.currentName());
        }
        said();
        if (parser.nextToken() != null) {
            // Told before any other mistake: what was read may not be what was meant.
            mistake = ApiError.invalid(
                    400, null, "invalid_json", "The request body must be one JSON object; more follows it.");
        }
    }

    private void field(String name) throws IOException {
        boolean bound = name.equals(RequestFacts.MAX_TOKENS) || name.equals(RequestFacts.MAX_COMPLETION_TOKENS);
        int at = bound ? tokenOffset() : -1;
        JsonToken value = parser.nextToken();
        settings.note(name, value);
        if (bound) {
            boundSpan = bounds++ == 0 ? new Span(at, tokenOffset()) : null;
        }
        switch (name) {
            case "model" -> model(value);
            case "stream" -> stream(value);
            case "stream_options" -> streamOptions(value);
            case "messages" -> messages(value);
            case "input", "contents" -> {
                say();
                input |= name.equals("input");
                content.read();
            }
            case "system", "instructions", "systemInstruction", "system_instruction" -> {
                say();
                parser.skipChildren();
            }
            case "tools", "functions" -> tools(value);
            case "n" -> {
                oneChoice = value == JsonToken.VALUE_NULL || parser.getText().equals("1");
                parser.skipChildren();
            }
            case "max_tokens", "max_completion_tokens", "max_output_tokens" -> form.longest(value);
            case "response_format", "output_format" -> form.format(value);
            case "text", "output_config" -> form.within(value);
            case "generationConfig", "generation_config" -> form.generation(value);
            default -> parser.skipChildren();
        }
    }

    /** A part of the conversation begins at this value. */
    private void say() {
        saying = true;
        conversationFrom = conversationFrom < 0 ? tokenOffset() : conversationFrom;
    }

    /** The value before this token has ended: where a string does is known only behind it. */
    private void said() {
        if (saying) {
            saying = false;
            conversationTo = tokenOffset();
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
        if (!model.codePoints().allMatch(RequestPass::isWritable)) {
            refuse("model", "invalid_value", "'model' must not hold control characters or half characters.");
        }
    }

    /** A lone surrogate has no UTF-8 form, so no provider could be asked for such a model. */
    private static boolean isWritable(int codePoint) {
        return !Character.isISOControl(codePoint) && Character.getType(codePoint) != Character.SURROGATE;
    }

    private void tools(JsonToken value) throws IOException {
        say();
        int inside = offset();
        parser.skipChildren();
        tools |= value == JsonToken.START_ARRAY && offset() > inside + 1;
    }

    private void messages(JsonToken value) throws IOException {
        say();
        messages = true;
        conversationEnd = -1;
        if (value != JsonToken.START_ARRAY) {
            parser.skipChildren();
            return;
        }
        boolean follows = false;
        int end = -1;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            follows = parser.currentToken() == JsonToken.START_OBJECT && !content.object();
            parser.skipChildren();
            end = offset();
        }
        conversationEnd = follows ? end : -1;
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

    private int tokenOffset() {
        return skipped + (int) parser.currentTokenLocation().getByteOffset();
    }

    private int offset() {
        return skipped + (int) parser.currentLocation().getByteOffset();
    }

    /** The first mistake is the one told; the rest of the body is still read. */
    private void refuse(@Nullable String param, String code, String message) {
        if (mistake == null) {
            mistake = ApiError.invalid(400, param, code, message);
        }
    }

    /** What is wrong with the body, if anything is; that it names no model is not. */
    @Nullable
    ApiError mistake() {
        return mistake;
    }

    /** The model named, if one is. */
    @Nullable
    String model() {
        return model;
    }

    boolean hasMessages() {
        return messages;
    }

    /** Whether there is an {@code input}, as Responses and embeddings have it. */
    boolean hasInput() {
        return input;
    }

    /** Where the conversation stands, from the first value of it to behind the last; {@code (-1, -1)} where there is none. */
    Span conversation() {
        return new Span(conversationFrom, conversationTo);
    }

    /** @param inputTokens estimated; 0 is unknown */
    Needs needs(int inputTokens) {
        int uses = settings.used()
                | (tools ? Feature.TOOLS.bit() : 0)
                | (content.vision() ? Feature.VISION.bit() : 0)
                | (content.audio() ? Feature.AUDIO.bit() : 0)
                | (form.jsonSchema() ? Feature.JSON_SCHEMA.bit() : 0);
        return new Needs(uses, inputTokens, form.outputTokensMax());
    }

    /** @param named the model asked for, whether or not the body names it */
    RequestFacts facts(String named, Needs needs, long prefix) {
        return new RequestFacts(
                named,
                modelSpan,
                stream,
                usageWanted,
                open,
                streamOptions,
                oneChoice,
                conversationEnd,
                boundSpan,
                needs,
                prefix);
    }
}
