package io.penstock.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import io.penstock.sse.Needle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The {@code usage} object of Responses: input holds what was cached, output holds the reasoning. */
final class ResponsesUsage {
    private static final Needle USAGE = Needle.of("\"usage\"");

    private ResponsesUsage() {}

    /** What a response's {@code usage} says; {@code null} where there is none. */
    static @Nullable TokenUsage of(JsonValue.Obj response) {
        JsonValue.Obj usage = response.object("usage");
        if (usage == null) {
            return null;
        }
        JsonValue.Obj input = usage.object("input_tokens_details");
        JsonValue.Obj output = usage.object("output_tokens_details");
        return TokenUsage.reported(
                usage.count("input_tokens"),
                input == null ? 0 : input.count("cached_tokens"),
                input == null ? 0 : input.count("cache_write_tokens"),
                usage.count("output_tokens"),
                output == null ? 0 : output.count("reasoning_tokens"));
    }

    /**
     * The usage that stands last in {@code [from, to)}, which may be a piece cut from an answer's end; {@code null} where
     * there is none.
     */
    static @Nullable TokenUsage in(byte[] bytes, int from, int to) {
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
        while (at < to && (bytes[at] == ':' || bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r')) {
            at++;
        }
        if (at >= to || bytes[at] != '{') {
            return null;
        }
        try (JsonParser parser = JsonReader.parser(bytes, at, to)) {
            parser.nextToken();
            Counting counting = new Counting(parser);
            counting.object();
            return counting.usage();
        } catch (IOException e) {
            return null;
        }
    }

    /** Writes it as the member {@code usage}, with every number that a client may insist on. */
    static void write(TokenUsage usage, JsonWriter out) {
        out.object("usage").put("input_tokens", usage.input());
        out.object("input_tokens_details")
                .put("cached_tokens", usage.cachedInput())
                .put("cache_write_tokens", usage.cacheWrite())
                .endObject();
        out.put("output_tokens", usage.output());
        out.object("output_tokens_details")
                .put("reasoning_tokens", usage.reasoning())
                .endObject();
        out.put("total_tokens", usage.input() + usage.output()).endObject();
    }

    private static final class Counting {
        private final JsonParser parser;
        private boolean found;
        private long input;
        private long output;
        private long cached;
        private long cacheWrite;
        private long reasoning;

        Counting(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        TokenUsage usage() {
            return found ? TokenUsage.reported(input, cached, cacheWrite, output, reasoning) : null;
        }

        void object() throws IOException {
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
                case "input_tokens" -> {
                    input = tokens;
                    found = true;
                }
                case "output_tokens" -> {
                    output = tokens;
                    found = true;
                }
                case "cached_tokens" -> cached = tokens;
                case "cache_write_tokens" -> cacheWrite = tokens;
                case "reasoning_tokens" -> reasoning = tokens;
                default -> {}
            }
        }
    }
}
