package io.penstock.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.sse.Needle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads OpenAI's {@code usage} object. Fields that are missing count as zero. */
public final class OpenAiUsage {
    private static final Needle USAGE = Needle.of("\"usage\"");

    private OpenAiUsage() {}

    /**
     * The usage of a whole answer, or of a piece cut from its end; {@code null} where there is none. Looked for from the
     * end, where providers write it.
     *
     * @param bytes holds the answer in {@code [from, to)}
     */
    public static @Nullable TokenUsage in(byte[] bytes, int from, int to) {
        int before = to;
        while (true) {
            int at = USAGE.lastIn(bytes, from, before);
            TokenUsage usage = at < 0 ? null : after(bytes, at + USAGE.length(), to);
            if (at < 0 || usage != null) {
                return usage;
            }
            before = at;
        }
    }

    private static @Nullable TokenUsage after(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && (bytes[at] == ':' || isSpace(bytes[at]))) {
            at++;
        }
        if (at >= to || bytes[at] != '{') {
            return null;
        }
        try (JsonParser parser = Json.FACTORY.createParser(bytes, at, to - at)) {
            parser.nextToken();
            return new Counting(parser).usage();
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static final class Counting {
        private final JsonParser parser;
        private long input;
        private long output;
        private long cached;
        private long cacheWrite;
        private long reasoning;

        Counting(JsonParser parser) {
            this.parser = parser;
        }

        TokenUsage usage() throws IOException {
            object();
            return TokenUsage.reported(input, cached, cacheWrite, output, reasoning);
        }

        private void object() throws IOException {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    count(name, Math.max(0, parser.getLongValue()));
                } else if (value == JsonToken.START_OBJECT && name.endsWith("_tokens_details")) {
                    object();
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void count(String name, long tokens) {
            switch (name) {
                case "prompt_tokens" -> input = tokens;
                case "completion_tokens" -> output = tokens;
                case "cached_tokens" -> cached = tokens;
                case "cache_write_tokens" -> cacheWrite = tokens;
                case "reasoning_tokens" -> reasoning = tokens;
                default -> {}
            }
        }
    }
}
