package io.penstock.dialect.embeddings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.chat.Slice;
import io.penstock.json.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the vectors in a provider's answer: every array of numbers below {@code embeddings} or {@code embedding}, in their
 * order. So Gemini's, Cohere's and Ollama's answers are read alike, without a tree of millions of numbers.
 */
final class VectorReader {
    private static final Set<String> VECTORS = Set.of("embeddings", "embedding");

    private final Slice body;
    private final JsonParser parser;
    private final List<Slice> vectors = new ArrayList<>();
    private boolean odd;
    private long inputTokens;

    private VectorReader(Slice body, JsonParser parser) {
        this.body = body;
        this.parser = parser;
    }

    static @Nullable Embeddings read(Slice body) {
        try (JsonParser parser = JsonReader.parser(body.array(), body.from(), body.to())) {
            VectorReader reader = new VectorReader(body, parser);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            reader.top();
            return reader.odd || reader.vectors.isEmpty() || parser.nextToken() != null
                    ? null
                    : new Embeddings(reader.vectors, reader.inputTokens);
        } catch (IOException e) {
            return null;
        }
    }

    private void top() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (VECTORS.contains(name)) {
                vectors(value);
            } else if (name.equals("prompt_eval_count")) {
                count(value);
            } else if (value == JsonToken.START_OBJECT && name.equals("meta")) {
                meta();
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Cohere's {@code {"billed_units":{"input_tokens":n}}}. */
    private void meta() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean units = parser.currentName().equals("billed_units");
            if (parser.nextToken() == JsonToken.START_OBJECT && units) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean input = parser.currentName().equals("input_tokens");
                    JsonToken value = parser.nextToken();
                    count(input ? value : JsonToken.VALUE_NULL);
                    parser.skipChildren();
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    private void count(JsonToken value) throws IOException {
        if (value.isNumeric()) {
            inputTokens = Math.max(0, (long) parser.getDoubleValue());
        }
    }

    private void vectors(JsonToken value) throws IOException {
        if (value == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                vectors(parser.nextToken());
            }
        } else if (value == JsonToken.START_ARRAY) {
            array();
        }
    }

    private void array() throws IOException {
        int from = body.from() + (int) parser.currentTokenLocation().getByteOffset();
        boolean numbers = false;
        boolean others = false;
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            numbers |= item.isNumeric();
            others |= !item.isNumeric();
            vectors(item);
        }
        odd |= numbers && others;
        if (numbers) {
            int to = body.from() + (int) parser.currentLocation().getByteOffset();
            vectors.add(new Slice(body.array(), from, to));
        }
    }
}
