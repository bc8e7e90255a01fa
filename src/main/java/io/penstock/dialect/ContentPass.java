package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Goes through messages and their parts and finds images and sound, in the words of all callers' dialects. Looks where a dialect has parts and nowhere else, so that what a tool was called with is never taken for one.
 * Part of one {@link RequestPass}.
 */
final class ContentPass {
    private final JsonParser parser;
    private boolean vision;
    private boolean audio;

    ContentPass(JsonParser parser) {
        this.parser = parser;
    }

    /** Whether there was an image, or a film. */
    boolean vision() {
        return vision;
    }

    boolean audio() {
        return audio;
    }

    /** Reads a list of parts, of messages, or one of them, at whose first token the parser stands, to its end. */
    void read() throws IOException {
        JsonToken value = parser.currentToken();
        if (value == JsonToken.START_OBJECT) {
            object();
        } else if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == JsonToken.START_OBJECT) {
                    object();
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    /** Reads a message or a part, at whose brace the parser stands, to its end. Whether it is the assistant's. */
    boolean object() throws IOException {
        boolean assistant = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "role" -> {
                    assistant = value == JsonToken.VALUE_STRING && says(parser, "assistant");
                    parser.skipChildren();
                }
                case "type" -> {
                    if (value == JsonToken.VALUE_STRING) {
                        type();
                    }
                    parser.skipChildren();
                }
                case "content", "output", "parts", "functionResponse", "function_response" -> read();
                case "inlineData", "inline_data", "fileData", "file_data" -> blob(value);
                default -> parser.skipChildren();
            }
        }
        return assistant;
    }

    /** OpenAI's and Anthropic's way. Most parts are text, which is known by its first letter. */
    private void type() throws IOException {
        if (parser.getTextLength() == 0) {
            return;
        }
        switch (parser.getTextCharacters()[parser.getTextOffset()]) {
            case 'a', 'c', 'i', 'v' -> {
                switch (parser.getText()) {
                    case "image_url", "input_image", "image", "computer_screenshot", "video_url" -> vision = true;
                    case "input_audio", "audio", "audio_url" -> audio = true;
                    default -> {}
                }
            }
            default -> {}
        }
    }

    /** Google's way. */
    private void blob(JsonToken value) throws IOException {
        while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            if (text && (name.equals("mimeType") || name.equals("mime_type"))) {
                String type = parser.getText();
                vision |= type.startsWith("image/") || type.startsWith("video/");
                audio |= type.startsWith("audio/");
            }
            parser.skipChildren();
        }
        parser.skipChildren();
    }

    /** Whether the string at which a parser stands is this word. */
    static boolean says(JsonParser parser, String word) throws IOException {
        int length = word.length();
        if (parser.getTextLength() != length) {
            return false;
        }
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int same = 0;
        while (same < length && chars[from + same] == word.charAt(same)) {
            same++;
        }
        return same == length;
    }
}
