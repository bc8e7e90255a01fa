package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * What a request says of its answer's form: how long it may be, and whether it follows a JSON schema. Part of one {@link
 * RequestPass}; each method reads a value, at whose first token the parser stands, to its end.
 */
final class AnswerForm {
    private static final String JSON_SCHEMA = "json_schema";

    /** A number with more digits than this is more than any model answers with, and need not fit into an int. */
    private static final int DIGITS_MAX = 9;

    private final JsonParser parser;
    private final SettingsPass settings;
    private boolean jsonSchema;
    private int outputTokensMax;

    AnswerForm(JsonParser parser, SettingsPass settings) {
        this.parser = parser;
        this.settings = settings;
    }

    boolean jsonSchema() {
        return jsonSchema;
    }

    /** The largest of the bounds given, in tokens; 0 where there is none. */
    int outputTokensMax() {
        return outputTokensMax;
    }

    /** {@code max_tokens}, under whichever name. */
    void longest(JsonToken value) throws IOException {
        if (value == JsonToken.VALUE_NUMBER_INT) {
            boolean negative = parser.getTextCharacters()[parser.getTextOffset()] == '-';
            boolean boundless = parser.getTextLength() > DIGITS_MAX;
            int tokens = negative ? 0 : boundless ? Integer.MAX_VALUE : parser.getIntValue();
            outputTokensMax = Math.max(outputTokensMax, tokens);
        }
        parser.skipChildren();
    }

    /** {@code response_format} in Chat, {@code output_format} in older calls of Messages: {@code {"type": ...}}. */
    void format(JsonToken value) throws IOException {
        while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean type = parser.currentName().equals("type");
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            jsonSchema |= type && text && ContentPass.says(parser, JSON_SCHEMA);
            parser.skipChildren();
        }
        parser.skipChildren();
    }

    /** {@code text} in Responses, {@code output_config} in Messages: {@code {"format": {"type": ...}}}. */
    void within(JsonToken value) throws IOException {
        while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean format = parser.currentName().equals("format");
            JsonToken member = parser.nextToken();
            settings.note(parser.currentName(), member);
            if (format) {
                format(member);
            } else {
                parser.skipChildren();
            }
        }
        parser.skipChildren();
    }

    /** Google's {@code generationConfig}. */
    void generation(JsonToken value) throws IOException {
        while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken member = parser.nextToken();
            settings.note(name, member);
            switch (name) {
                case "maxOutputTokens", "max_output_tokens" -> longest(member);
                case "responseSchema", "response_schema", "responseJsonSchema", "response_json_schema" -> {
                    jsonSchema |= member != JsonToken.VALUE_NULL;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        parser.skipChildren();
    }
}
