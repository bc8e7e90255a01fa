package io.penstock.dialect.gemini;

import io.penstock.chat.Slice;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns Gemini's subset of an OpenAPI schema into JSON Schema: types in lower case, {@code nullable} as a second type,
 * whole numbers without the quotes that protobuf gives them, no {@code propertyOrdering}. Every other key stays as it is.
 */
final class OpenApiSchema {
    private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties", "not");
    private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final Set<String> MAPS = Set.of("properties", "defs", "$defs");
    private static final Set<String> COUNTS =
            Set.of("minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties");

    private final JsonWriter out = new JsonWriter();

    private OpenApiSchema() {}

    static Slice toJsonSchema(JsonValue.Obj schema) {
        OpenApiSchema conversion = new OpenApiSchema();
        conversion.out.object();
        conversion.members(schema);
        return conversion.out.endObject().toSlice();
    }

    private void members(JsonValue.Obj schema) {
        boolean nullable = Boolean.TRUE.equals(schema.flag("nullable"));
        for (String name : schema.names()) {
            JsonValue value = schema.get(name);
            if (value != null) {
                member(Fields.camel(name), value, nullable);
            }
        }
    }

    private void member(String name, JsonValue value, boolean nullable) {
        switch (value) {
            case JsonValue.Text type when name.equals("type") -> type(type.value(), nullable);
            case JsonValue.Obj schema
            when SCHEMAS.contains(name) -> {
                out.object(name);
                members(schema);
                out.endObject();
            }
            case JsonValue.Arr list when LISTS.contains(name) -> list(name, list);
            case JsonValue.Obj map when MAPS.contains(name) -> map(name, map);
            case JsonValue.Arr values when name.equals("enum") && nullable -> enumeration(values);
            case JsonValue.Text count when COUNTS.contains(name) && whole(count) != null -> out.raw(name, whole(count));
            case JsonValue other -> {
                if (!name.equals("nullable") && !name.equals("propertyOrdering") && !name.equals("example")) {
                    out.raw(name, other.raw());
                }
            }
        }
    }

    private void type(String type, boolean nullable) {
        String lower = type.toLowerCase(Locale.ROOT);
        if (lower.equals("type_unspecified")) {
            return;
        }
        if (nullable && !lower.equals("null")) {
            out.array("type").item(lower).item("null").endArray();
        } else {
            out.put("type", lower);
        }
    }

    private void list(String name, JsonValue.Arr list) {
        out.array(name);
        for (JsonValue.Obj schema : list.objects()) {
            out.object();
            members(schema);
            out.endObject();
        }
        out.endArray();
    }

    private void map(String name, JsonValue.Obj map) {
        out.object(name);
        for (String key : map.names()) {
            if (map.get(key) instanceof JsonValue.Obj schema) {
                out.object(key);
                members(schema);
                out.endObject();
            }
        }
        out.endObject();
    }

    private void enumeration(JsonValue.Arr values) {
        out.array("enum");
        List<JsonValue> items = values.items();
        items.forEach(item -> out.rawItem(item.raw()));
        out.rawItem(Slice.of("null")).endArray();
    }

    private static @Nullable Slice whole(JsonValue.Text count) {
        String digits = count.value();
        return !digits.isEmpty() && digits.length() < 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Slice.of(Long.toString(Long.parseLong(digits)))
                : null;
    }
}
