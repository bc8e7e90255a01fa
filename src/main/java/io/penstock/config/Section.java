package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.routing.Spelling;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the configuration file, read key by key. What was never asked for is unknown and stops the start, with
 * the key it was probably meant to be.
 */
final class Section {
    private static final int TYPO_DISTANCE_MAX = 3;

    private final String path;
    private final JsonNode node;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String path, JsonNode node) {
        this.path = path;
        this.node = node;
        if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
            throw new SettingsException(path.isEmpty() ? "the file" : path, "must be a mapping of keys to values");
        }
    }

    static Section root(JsonNode node) {
        return new Section("", node);
    }

    /** A mapping that stands alone, by the path that messages name. */
    static Section at(String path, JsonNode node) {
        return new Section(path, node);
    }

    /** All that is written here; empty where nothing is. A copy. */
    ObjectNode copy() {
        return node instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
    }

    /** This section, with these values where it has none. */
    Section over(ObjectNode defaults) {
        ObjectNode whole = defaults.deepCopy();
        node.properties().forEach(field -> {
            if (!field.getValue().isNull() || !whole.has(field.getKey())) {
                whole.set(field.getKey(), field.getValue());
            }
        });
        return new Section(path, whole);
    }

    /** The section below this key; an absent one is empty. */
    Section section(String key) {
        known.add(key);
        return new Section(pathOf(key), node.path(key));
    }

    /** The sections of a list below this key; an absent one is empty. */
    List<Section> items(String key) {
        JsonNode list = value(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw new SettingsException(pathOf(key), "must be a list of mappings");
        }
        List<Section> items = new ArrayList<>();
        for (JsonNode item : list) {
            items.add(new Section(pathOf(key) + "[" + items.size() + "]", item));
        }
        return items;
    }

    /** Reads it, names it in what its values complain of, and refuses keys that were not asked for. */
    <T> T read(Function<Section, T> reading) {
        try {
            T value = reading.apply(this);
            close();
            return value;
        } catch (SettingsException e) {
            boolean whole = e.key().contains(".") || e.located();
            throw whole ? e : new SettingsException(pathOf(e.key()), e.clause());
        }
    }

    String path() {
        return path;
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key) && !node.get(key).isNull();
    }

    /** The keys written here, for a section whose keys are names. All count as known. */
    List<String> names() {
        List<String> names = names(node);
        known.addAll(names);
        return names;
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    int integer(String key, int fallback) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw new SettingsException(pathOf(key), "must be a whole number");
        }
        return value.intValue();
    }

    /** With every digit that is written. */
    @Nullable
    BigDecimal decimal(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isNumber()) {
            throw new SettingsException(pathOf(key), "must be a number");
        }
        return value.decimalValue();
    }

    @Nullable
    LocalDate date(String key) {
        String text = optionalText(key);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new SettingsException(pathOf(key), "is \"" + text + "\" but must be a day, such as 2026-12-31");
        }
    }

    /** Whether a list stands below this key. */
    boolean isList(String key) {
        return value(key).isArray();
    }

    /** Whether a mapping stands below this key. */
    boolean isMapping(String key) {
        return value(key).isObject();
    }

    boolean flag(String key, boolean fallback) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw new SettingsException(pathOf(key), "must be true or false");
        }
        return value.booleanValue();
    }

    String text(String key, String fallback) {
        String value = optionalText(key);
        return value == null ? fallback : value;
    }

    @Nullable
    String optionalText(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new SettingsException(pathOf(key), "must be a text");
        }
        return value.textValue();
    }

    /** The texts below this key by their own keys, in their order; none where it is absent. */
    Map<String, String> mapping(String key) {
        Section below = section(key);
        Map<String, String> texts = new LinkedHashMap<>();
        below.names().forEach(name -> texts.put(name, below.text(name, "")));
        return texts;
    }

    /** As {@link #mapping}; the mapping may be a list of several, which keeps their order where a database sorts keys. */
    Map<String, String> ordered(String key) {
        if (!isList(key)) {
            return mapping(key);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        for (Section item : items(key)) {
            item.names().forEach(name -> texts.put(name, item.text(name, "")));
        }
        return texts;
    }

    List<String> texts(String key) {
        JsonNode value = value(key);
        List<String> texts = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            throw new SettingsException(pathOf(key), "must be a list of texts");
        }
        for (JsonNode item : value) {
            if (!item.isTextual() || item.textValue().isBlank()) {
                throw new SettingsException(pathOf(key), "must be a list of texts");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    private JsonNode value(String key) {
        known.add(key);
        JsonNode value = node.path(key);
        return value.isNull() ? MissingNode.getInstance() : value;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** To be called when all keys have been asked for. */
    void close() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new SettingsException(pathOf(key), "is no setting" + suggestion(key));
            }
        });
    }

    /** A key written here that is none, but near to this one; {@code null} where there is none. */
    @Nullable
    String slip(String key) {
        return names(node).stream()
                .filter(written -> !known.contains(written)
                        && Spelling.distance(key, written, TYPO_DISTANCE_MAX) <= TYPO_DISTANCE_MAX)
                .findFirst()
                .orElse(null);
    }

    private String suggestion(String key) {
        String best = "";
        int distance = TYPO_DISTANCE_MAX + 1;
        for (String candidate : known) {
            int here = Spelling.distance(key, candidate, TYPO_DISTANCE_MAX);
            if (here < distance) {
                distance = here;
                best = candidate;
            }
        }
        return best.isEmpty() ? "; the settings here are " + String.join(", ", known) : "; did you mean " + best + "?";
    }
}
