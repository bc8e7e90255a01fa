package io.penstock.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Rows that PostgreSQL was asked for as one text, a JSON array of arrays: a worker takes it apart, not an event loop. */
public final class JsonRows {
    /** What stands in them may be as long as it likes: this process asked for it. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private JsonRows() {}

    /** @throws IllegalStateException where it is no JSON, which PostgreSQL does not give */
    public static JsonNode of(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave what is no JSON", e);
        }
    }
}
