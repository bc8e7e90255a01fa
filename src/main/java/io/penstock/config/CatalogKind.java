package io.penstock.config;

import java.util.Locale;

/** The three kinds of rows that the catalog consists of. */
public enum CatalogKind {
    /** Who can be asked; named as in {@code provider/model}. */
    PROVIDER("llm_providers", 1_000),
    /** What is known of one model; named {@code provider/id}. */
    MODEL("llm_models", CardReader.MODELS_MAX),
    /** How calls are routed. */
    RULE("llm_routing_rules", RoutingReader.ENTRIES_MAX);

    private final String table;
    private final int rowsMax;

    CatalogKind(String table, int rowsMax) {
        this.table = table;
        this.rowsMax = rowsMax;
    }

    /** For people and in {@code llm_catalog_seeds}: {@code provider}, {@code model}, {@code rule}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its table in PostgreSQL. */
    public String table() {
        return table;
    }

    /** Rows that are read; what lies beyond is refused. */
    public int rowsMax() {
        return rowsMax;
    }
}
