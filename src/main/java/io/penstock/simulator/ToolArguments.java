package io.penstock.simulator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Makes up arguments that fit a function's JSON schema, as far as its types and enums say. */
final class ToolArguments {

    private static final int MAX_DEPTH = 8;

    private ToolArguments() {}

    static JsonObject of(JsonObject function) {
        return BodyFields.object(function, "parameters")
                .map(schema -> properties(schema, 0))
                .orElseGet(JsonObject::new);
    }

    private static JsonObject properties(JsonObject schema, int depth) {
        JsonObject made = new JsonObject();
        JsonObject properties = BodyFields.object(schema, "properties").orElseGet(JsonObject::new);
        for (String name : properties.fieldNames()) {
            BodyFields.object(properties, name).ifPresent(property -> made.put(name, value(name, property, depth)));
        }
        return made;
    }

    private static @Nullable Object value(String name, JsonObject schema, int depth) {
        JsonArray allowed = BodyFields.array(schema, "enum");
        if (!allowed.isEmpty()) {
            return allowed.getValue(0);
        }
        return switch (BodyFields.string(schema, "type").orElse("string")) {
            case "integer", "number" -> 1;
            case "boolean" -> true;
            case "null" -> null;
            case "object" -> depth < MAX_DEPTH ? properties(schema, depth + 1) : new JsonObject();
            case "array" -> items(name, schema, depth);
            default -> "simulated " + name;
        };
    }

    private static JsonArray items(String name, JsonObject schema, int depth) {
        if (depth >= MAX_DEPTH) {
            return new JsonArray();
        }
        return BodyFields.object(schema, "items")
                .map(item -> new JsonArray(Collections.singletonList(value(name, item, depth + 1))))
                .orElseGet(JsonArray::new);
    }
}
