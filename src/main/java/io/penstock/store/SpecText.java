package io.penstock.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON of PostgreSQL: rows, and objects as text, with every digit of their numbers: prices are counted in them. */
final class SpecText {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Of texts that this process had written: what stands in them may be as long as it likes. */
    private static final JsonMapper ROWS = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    private SpecText() {}

    /** Rows that PostgreSQL was asked for as one JSON array of arrays. */
    static JsonNode rows(String text) {
        try {
            return ROWS.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL gave what is no JSON", e);
        }
    }

    /** Empty where it is no object. */
    static ObjectNode read(String text) throws JsonProcessingException {
        JsonNode node = JSON.readTree(text);
        return node instanceof ObjectNode object ? object : JSON.createObjectNode();
    }

    static byte[] bytes(ObjectNode object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    static ObjectNode empty() {
        return JSON.createObjectNode();
    }
}
