package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * Goes through messages and their parts and finds what is no text: images, sound, documents, in the words of all callers'
 * dialects. Looks where a dialect has parts and nowhere else, so that what a tool was called with is never taken for one.
 * Part of one {@link RequestPass}.
 */
final class ContentPass {
    /** Of an image of the largest size that is not made smaller: width x height / 750, as Anthropic counts. */
    private static final int IMAGE_TOKENS = 1600;

    /** A page of a PDF is read as text and as a picture. */
    private static final int DOCUMENT_TOKENS_MIN = 3000;

    /** About as much as a page of 100 KB costs. */
    private static final int ENCODED_BYTES_PER_TOKEN = 45;

    private final JsonParser parser;
    private boolean vision;
    private boolean audio;
    private long encodedBytes;
    private long encodedTokens;

    /** What a part is. */
    private enum Kind {
        TEXT,
        IMAGE,
        AUDIO,
        DOCUMENT
    }

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

    /** How many bytes of the body belong to parts that are no text. */
    long encodedBytes() {
        return encodedBytes;
    }

    /** How many tokens those may be. */
    long encodedTokens() {
        return encodedTokens;
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
        long from = parser.currentTokenLocation().getByteOffset();
        boolean assistant = false;
        Kind kind = Kind.TEXT;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "role" -> {
                    assistant = value == JsonToken.VALUE_STRING && says(parser, "assistant");
                    parser.skipChildren();
                }
                case "type" -> {
                    kind = value == JsonToken.VALUE_STRING ? type() : kind;
                    parser.skipChildren();
                }
                case "content", "output", "parts", "functionResponse", "function_response" -> read();
                case "inlineData", "inline_data", "fileData", "file_data" ->
                    kind = value == JsonToken.START_OBJECT ? blob() : kind;
                default -> parser.skipChildren();
            }
        }
        if (kind != Kind.TEXT) {
            take(kind, parser.currentLocation().getByteOffset() - from);
        }
        return assistant;
    }

    /** OpenAI's and Anthropic's way. Most parts are text, which is known by its first letter. */
    private Kind type() throws IOException {
        if (parser.getTextLength() == 0) {
            return Kind.TEXT;
        }
        return switch (parser.getTextCharacters()[parser.getTextOffset()]) {
            case 'a', 'c', 'd', 'f', 'i', 'v' ->
                switch (parser.getText()) {
                    case "image_url", "input_image", "image", "computer_screenshot", "video_url" -> Kind.IMAGE;
                    case "input_audio", "audio", "audio_url" -> Kind.AUDIO;
                    case "document", "file", "input_file" -> Kind.DOCUMENT;
                    default -> Kind.TEXT;
                };
            default -> Kind.TEXT;
        };
    }

    /** Google's way. */
    private Kind blob() throws IOException {
        Kind kind = Kind.DOCUMENT;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING && (name.equals("mimeType") || name.equals("mime_type"))) {
                String type = parser.getText();
                boolean seen = type.startsWith("image/") || type.startsWith("video/");
                kind = seen ? Kind.IMAGE : type.startsWith("audio/") ? Kind.AUDIO : Kind.DOCUMENT;
            }
            parser.skipChildren();
        }
        return kind;
    }

    private void take(Kind kind, long bytes) {
        vision |= kind == Kind.IMAGE;
        audio |= kind == Kind.AUDIO;
        encodedBytes += bytes;
        encodedTokens += switch (kind) {
            case TEXT -> 0;
            case IMAGE -> IMAGE_TOKENS;
            case AUDIO -> bytes / ENCODED_BYTES_PER_TOKEN;
            case DOCUMENT -> Math.max(DOCUMENT_TOKENS_MIN, bytes / ENCODED_BYTES_PER_TOKEN);
        };
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
