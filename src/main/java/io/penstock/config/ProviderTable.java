package io.penstock.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of providers by name, and of dialects: the file {@code providers.yaml} beside this class. It is written
 * in the keys of an entry, so an entry is the row of its name with some values of its own.
 */
final class ProviderTable {
    private static final String CHAT = "chat";

    /** What stays of a row where an entry says that the provider speaks another dialect. */
    private static final Set<String> OF_ANY_DIALECT =
            Set.of("base_url", "host_port", "key_env", "keyless", "headers_seconds", "idle_seconds");

    /** What an entry that is only like a row does not take from it: keys go to nobody they were not made for. */
    private static final Set<String> OF_THE_NAME = Set.of("key_env", "token_env");

    private final JsonNode dialects;
    private final JsonNode rows;

    ProviderTable(JsonNode file) {
        dialects = file.path("dialects");
        rows = file.path("providers");
    }

    /** The names it has rows for, in its order. */
    List<String> names() {
        return keys(rows);
    }

    /** The row of a name with the defaults of its dialect, as an entry that writes nothing has it. */
    ObjectNode row(String name) {
        return merged(rows.path(name), null);
    }

    /** The row of a name as the table has it; empty where it has none. */
    JsonNode written(String name) {
        return rows.path(name);
    }

    /** The entry with all that it does not write itself. */
    Section complete(String name, Section entry) {
        String like = entry.optionalText("like");
        if (like != null) {
            Check.oneOf(entry.pathOf("like"), like, names().toArray(String[]::new));
        }
        String dialect = entry.optionalText("dialect");
        if (dialect != null) {
            Check.oneOf(entry.pathOf("dialect"), dialect, keys(dialects).toArray(String[]::new));
        }
        ObjectNode defaults = merged(rows.path(like == null ? name : like), dialect);
        if (like != null) {
            defaults.remove(OF_THE_NAME);
        }
        if (entry.has("paths")) {
            defaults.remove("home");
        }
        return entry.over(defaults);
    }

    private ObjectNode merged(JsonNode row, @Nullable String dialect) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        String own = row.path("dialect").asText(CHAT);
        if (dialect == null || dialect.equals(own)) {
            put(merged, dialects.path(own));
            put(merged, row);
        } else {
            put(merged, row);
            merged.retain(OF_ANY_DIALECT);
            put(merged, dialects.path(dialect));
        }
        return merged;
    }

    private static void put(ObjectNode target, JsonNode source) {
        source.properties().forEach(field -> target.set(field.getKey(), field.getValue()));
    }

    private static List<String> keys(JsonNode node) {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
