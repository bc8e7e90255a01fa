package io.penstock.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, read key by key. A value of the wrong kind counts as absent and is reported, and so is, when it is
 * closed, whatever was never asked for.
 */
final class Entry {
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,30}(?:\\.\\d{0,40})?(?:[eE][-+]?\\d{1,3})?");
    private static final int SCALE_MAX = 40;

    private final String path;
    private final JsonNode node;
    private final Findings findings;
    private final Set<String> known = new LinkedHashSet<>();

    Entry(String path, JsonNode node, Findings findings) {
        this.path = path;
        this.findings = findings;
        boolean absent = node.isMissingNode() || node.isNull();
        if (!absent && !node.isObject()) {
            findings.lost(path, "is no mapping of keys to values");
        }
        this.node = node.isObject() ? node : MissingNode.getInstance();
    }

    String path() {
        return path;
    }

    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Findings findings() {
        return findings;
    }

    boolean has(String key) {
        known.add(key);
        return !node.path(key).isMissingNode() && !node.path(key).isNull();
    }

    JsonNode value(String key) {
        return has(key) ? node.path(key) : MissingNode.getInstance();
    }

    /** The mapping below this key; an absent one is empty. */
    Entry below(String key) {
        return new Entry(pathOf(key), value(key), findings);
    }

    /** The mappings of a list below this key; an absent one is empty. */
    List<Entry> items(String key) {
        List<Entry> items = new ArrayList<>();
        for (JsonNode item : list(key)) {
            items.add(new Entry(pathOf(key) + "[" + items.size() + "]", item, findings));
        }
        return items;
    }

    List<JsonNode> list(String key) {
        JsonNode value = value(key);
        List<JsonNode> items = new ArrayList<>();
        if (!value.isMissingNode() && !value.isArray()) {
            lost(key, "is no list");
        } else {
            value.forEach(items::add);
        }
        return items;
    }

    /** With these values where it has none of its own. */
    Entry over(JsonNode others) {
        ObjectNode whole = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        others.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        node.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        Entry laid = new Entry(path, whole, findings);
        laid.known.addAll(known);
        return laid;
    }

    @Nullable
    String text(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (value.isContainerNode()) {
            lost(key, "is no text");
            return null;
        }
        String text = value.asText().strip();
        return text.isEmpty() ? null : text;
    }

    /** Also one that is written as a text, as LiteLLM takes them. */
    @Nullable
    BigDecimal number(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return null;
        }
        BigDecimal number = value.isNumber()
                ? value.decimalValue()
                : value.isTextual() && NUMBER.matcher(value.textValue().strip()).matches()
                        ? new BigDecimal(value.textValue().strip())
                        : null;
        boolean absurd = number != null && (Math.abs(number.scale()) > SCALE_MAX || number.precision() > SCALE_MAX);
        if (number == null || absurd) {
            lost(key, absurd ? "is no sensible number" : "is no number");
            return null;
        }
        return number;
    }

    /** A number of which the fraction does not matter; {@code null} where it is absent or not from 1 to {@code max}. */
    @Nullable
    Integer whole(String key, int max) {
        BigDecimal number = number(key);
        if (number == null) {
            return null;
        }
        if (number.compareTo(BigDecimal.ONE) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            lost(key, "must lie between 1 and " + max);
            return null;
        }
        return number.intValue();
    }

    /** Whether it says true. */
    boolean flag(String key) {
        JsonNode value = value(key);
        if (value.isTextual()
                && (value.textValue().equalsIgnoreCase("true")
                        || value.textValue().equalsIgnoreCase("false"))) {
            return value.textValue().equalsIgnoreCase("true");
        }
        if (!value.isMissingNode() && !value.isBoolean()) {
            lost(key, "is neither true nor false");
        }
        return value.isBoolean() && value.booleanValue();
    }

    /** The texts below this key by their own keys; a value of another kind is reported. */
    Map<String, String> texts(String key) {
        Entry below = below(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : below.names()) {
            String text = below.text(name);
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    /** Its keys, which all count as known. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        known.addAll(names);
        return names;
    }

    void lost(String key, String clause) {
        known.add(key);
        findings.lost(pathOf(key), clause);
    }

    void changed(String key, String clause) {
        known.add(key);
        findings.changed(pathOf(key), clause);
    }

    /** Reports these keys where they are there. */
    void lostIfThere(String clause, String... keys) {
        for (String key : keys) {
            if (has(key)) {
                lost(key, clause);
            }
        }
    }

    /** Keys that were not asked for so far. */
    List<String> unasked() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        keys.removeIf(known::contains);
        return keys;
    }

    /** Reports what was never asked for. */
    void close(String clause) {
        node.properties().forEach(field -> {
            if (!known.contains(field.getKey()) && !field.getValue().isNull()) {
                lost(shown(field.getKey()), clause);
            }
        });
    }

    /** A key somebody misplaced a secret in would be long. */
    private static String shown(String key) {
        return key.length() > 60 ? key.substring(0, 20) + "..." : key;
    }
}
