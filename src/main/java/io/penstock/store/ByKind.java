package io.penstock.store;

import io.penstock.config.CatalogKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Something about each row of the catalog, by the rows' names. */
record ByKind<T>(Map<String, T> providers, Map<String, T> models, Map<String, T> rules) {
    /** Empty, to be filled. */
    ByKind() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    Map<String, T> of(CatalogKind kind) {
        return switch (kind) {
            case PROVIDER -> providers;
            case MODEL -> models;
            case RULE -> rules;
        };
    }
}
