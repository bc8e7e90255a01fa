package io.penstock.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The catalog as it is written: what one row says is a spec in the vocabulary of the configuration. The maps are in order
 * of preference and cannot be changed; nobody changes a spec either.
 *
 * @param providers by name; a spec is an entry below {@code providers} in {@code penstock.yaml}, without {@code api_key}
 * @param models by {@code provider/id}; a spec is a model in {@code models.yaml} with what its group says, without {@code id}
 * @param rules by name; a spec is an item of {@code rules} in {@code penstock.yaml}, without {@code name}
 */
public record CatalogDocument(
        Map<String, ObjectNode> providers, Map<String, ObjectNode> models, Map<String, ObjectNode> rules) {
    /** Nothing at all. */
    public static final CatalogDocument EMPTY = new CatalogDocument(Map.of(), Map.of(), Map.of());

    public CatalogDocument {
        providers = Collections.unmodifiableMap(new LinkedHashMap<>(providers));
        models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }

    /** The rows of one kind. */
    public Map<String, ObjectNode> rows(CatalogKind kind) {
        return switch (kind) {
            case PROVIDER -> providers;
            case MODEL -> models;
            case RULE -> rules;
        };
    }

    /** With these rows in place of those of one kind. */
    public CatalogDocument with(CatalogKind kind, Map<String, ObjectNode> rows) {
        return switch (kind) {
            case PROVIDER -> new CatalogDocument(rows, models, rules);
            case MODEL -> new CatalogDocument(providers, rows, rules);
            case RULE -> new CatalogDocument(providers, models, rows);
        };
    }

    /** With this row in the place of the one of its name, or behind the others. */
    public CatalogDocument with(CatalogKind kind, String name, ObjectNode spec) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>(rows(kind));
        rows.put(name, spec);
        return with(kind, rows);
    }

    /** Without the row of this name. */
    public CatalogDocument without(CatalogKind kind, String name) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>(rows(kind));
        rows.remove(name);
        return with(kind, rows);
    }
}
