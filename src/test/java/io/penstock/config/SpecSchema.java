package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The schemas of the API's description: what they allow, by the words of JSON Schema that they use. */
final class SpecSchema {
    /** Words that only tell people something. */
    private static final Set<String> TOLD = Set.of("description", "default", "examples");

    /** No key, and no word, that is like one. */
    static final String UNKNOWN = "~~~~~~~~~~";

    private static final ArrayNode SCALARS = JsonNodeFactory.instance
            .arrayNode()
            .add(true)
            .add(7)
            .add(1.5)
            .add("")
            .add(" ")
            .add("*")
            .add("a*b")
            .add(UNKNOWN)
            .add(JsonNodeFactory.instance.arrayNode())
            .add(JsonNodeFactory.instance.objectNode());

    private final JsonNode document;

    private SpecSchema(JsonNode document) {
        this.document = document;
    }

    static SpecSchema described() throws IOException {
        try (var yaml = SpecSchema.class.getResourceAsStream("/io/penstock/admin/openapi.yaml")) {
            return new SpecSchema(new YAMLMapper().readTree(yaml));
        }
    }

    JsonNode named(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** A schema with what the one it refers to says. */
    JsonNode whole(JsonNode schema) {
        if (!schema.has("$ref")) {
            return schema;
        }
        JsonNode at = document.at(schema.get("$ref").textValue().substring(1));
        ObjectNode whole = whole(at).deepCopy();
        schema.properties().forEach(word -> whole.set(word.getKey(), word.getValue()));
        whole.remove("$ref");
        return whole;
    }

    /** The schemas that may hold of one value: itself, and those of {@code oneOf}. */
    List<JsonNode> forms(JsonNode schema) {
        JsonNode whole = whole(schema);
        List<JsonNode> forms = new ArrayList<>(List.of(whole));
        whole.path("oneOf").forEach(form -> forms.addAll(forms(form)));
        return forms;
    }

    boolean allows(JsonNode schema, JsonNode value) {
        return whole(schema).properties().stream()
                .allMatch(word -> allows(word.getKey(), word.getValue(), whole(schema), value));
    }

    private boolean allows(String word, JsonNode said, JsonNode schema, JsonNode value) {
        return TOLD.contains(word)
                || switch (word) {
                    case "type" -> isOf(said.textValue(), value);
                    case "enum" -> any(said, value::equals);
                    case "const" -> said.equals(value);
                    case "format" -> said.textValue().equals("date") && isDay(value);
                    case "not" -> !allows(said, value);
                    case "oneOf" ->
                        elements(said).filter(one -> allows(one, value)).count() == 1;
                    case "anyOf" -> any(said, one -> allows(one, value));
                    case "required" -> !value.isObject() || all(said, name -> value.has(name.textValue()));
                    case "minimum" -> value.decimalValue().compareTo(said.decimalValue()) >= 0;
                    case "maximum" -> value.decimalValue().compareTo(said.decimalValue()) <= 0;
                    case "pattern" ->
                        !value.isTextual()
                                || Pattern.compile(said.textValue())
                                        .matcher(value.textValue())
                                        .find();
                    case "minLength" -> value.asText().length() >= said.intValue();
                    case "maxLength" -> value.asText().length() <= said.intValue();
                    case "minItems", "minProperties" -> value.size() >= said.intValue();
                    case "maxItems" -> value.size() <= said.intValue();
                    case "items" -> !value.isArray() || all(value, item -> allows(said, item));
                    case "propertyNames" -> names(value).allMatch(name -> allows(said, name));
                    case "properties" ->
                        said.properties().stream()
                                .allMatch(property -> !value.has(property.getKey())
                                        || allows(property.getValue(), value.get(property.getKey())));
                    case "additionalProperties" -> further(said, schema, value);
                    default -> throw new IllegalStateException("nobody reads the word " + word);
                };
    }

    private boolean further(JsonNode said, JsonNode schema, JsonNode value) {
        return value.properties().stream()
                .filter(property -> !schema.path("properties").has(property.getKey()))
                .allMatch(property -> said.isObject() && allows(said, property.getValue()));
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalStateException("nobody reads the type " + type);
        };
    }

    private static boolean isDay(JsonNode value) {
        try {
            LocalDate.parse(value.asText());
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static boolean any(JsonNode list, Predicate<JsonNode> test) {
        return elements(list).anyMatch(test);
    }

    private static boolean all(JsonNode list, Predicate<JsonNode> test) {
        return elements(list).allMatch(test);
    }

    private static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Stream<JsonNode> names(JsonNode object) {
        return object.properties().stream().map(property -> JsonNodeFactory.instance.textNode(property.getKey()));
    }

    /** What a schema itself says is good: examples, words, bounds and flags. */
    List<JsonNode> good(JsonNode schema) {
        List<JsonNode> good = new ArrayList<>();
        for (JsonNode form : forms(schema)) {
            form.path("examples").forEach(good::add);
            form.path("enum").forEach(good::add);
            for (String word : List.of("default", "minimum", "maximum")) {
                good.add(form.get(word));
            }
            if (form.path("type").asText().equals("boolean")) {
                good.add(JsonNodeFactory.instance.booleanNode(true));
                good.add(JsonNodeFactory.instance.booleanNode(false));
            }
            if (form.has("items")) {
                good(form.get("items")).forEach(item -> good.add(inList(form, item)));
            }
            good.addAll(within(form));
        }
        good.removeIf(Objects::isNull);
        return good;
    }

    /** The first example of an object, or of a list of objects, with one property or another as its own schema has it. */
    private List<JsonNode> within(JsonNode form) {
        List<JsonNode> changed = new ArrayList<>();
        JsonNode example = form.path("examples").path(0);
        for (var property : form.path("properties").properties()) {
            for (JsonNode value : example.isObject() ? good(property.getValue()) : List.<JsonNode>of()) {
                changed.add(((ObjectNode) example.deepCopy()).set(property.getKey(), value));
            }
        }
        return changed;
    }

    /** In the place of the first of the example's, or alone. */
    private static ArrayNode inList(JsonNode form, JsonNode item) {
        ArrayNode list = form.path("examples").path(0) instanceof ArrayNode example
                ? example.deepCopy()
                : JsonNodeFactory.instance.arrayNode();
        if (!list.isEmpty()) {
            list.remove(0);
        }
        return list.insert(0, item);
    }

    /** Values around what a schema allows; some of them it does not. */
    List<JsonNode> tried(JsonNode schema) {
        List<JsonNode> tried = new ArrayList<>();
        SCALARS.forEach(tried::add);
        for (JsonNode form : forms(schema)) {
            form.path("examples").forEach(tried::add);
            beyond(form, tried);
            if (form.has("items")) {
                tried(form.get("items")).forEach(item -> tried.add(inList(form, item)));
            }
            JsonNode example = form.path("examples").path(0);
            if (example instanceof ObjectNode object) {
                tried.add(withUnknown(object));
                form.path("properties")
                        .properties()
                        .forEach(property -> tried(property.getValue())
                                .forEach(value -> tried.add(object.deepCopy().set(property.getKey(), value))));
            }
        }
        return tried;
    }

    /** An object with a further key. */
    static ObjectNode withUnknown(JsonNode object) {
        JsonNode value = object.elements().next();
        return ((ObjectNode) object.deepCopy()).set(UNKNOWN, value);
    }

    private void beyond(JsonNode form, List<JsonNode> tried) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (form.has("minimum")) {
            tried.add(json.numberNode(form.get("minimum").longValue() - 1));
            tried.add(json.numberNode(form.get("maximum").longValue() + 1));
        }
        if (form.has("maxLength")) {
            tried.add(json.textNode("a".repeat(form.get("maxLength").intValue() + 1)));
        }
        List<JsonNode> items = form.has("items") ? good(form.get("items")) : List.of();
        JsonNode item = items.isEmpty() ? form.path("examples").path(0).path(0) : items.getFirst();
        if (form.has("maxItems") && !item.isMissingNode()) {
            ArrayNode list = json.arrayNode();
            for (int i = 0; i <= form.get("maxItems").intValue(); i++) {
                list.add(item);
            }
            tried.add(list);
        }
    }
}
