package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Values as PostgreSQL's {@code jsonb} keeps them: the keys of an object by length, then by letter. */
final class Jsonb {
    private Jsonb() {}

    static ObjectNode sorted(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        keys.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        keys.forEach(key -> sorted.set(key, value(object.get(key))));
        return sorted;
    }

    private static JsonNode value(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return sorted(object);
        }
        if (value instanceof ArrayNode array) {
            ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> sorted.add(value(item)));
            return sorted;
        }
        return value;
    }
}
