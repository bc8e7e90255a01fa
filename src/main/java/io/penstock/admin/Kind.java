package io.penstock.admin;

import io.penstock.config.CatalogKind;
import java.util.List;

/** What operators change: its path, and the columns of its table that name one of it. */
enum Kind {
    /** Who can be asked. */
    PROVIDER(CatalogKind.PROVIDER, "providers"),
    /** What is known of one model at one provider. */
    MODEL(CatalogKind.MODEL, "models"),
    /** How calls are routed. */
    RULE(CatalogKind.RULE, "routing-rules");

    /** Where all pages for operators stand. */
    static final String BASE = "/api/v1/admin/";

    private final CatalogKind rows;
    private final String path;

    Kind(CatalogKind rows, String segment) {
        this.rows = rows;
        this.path = BASE + segment;
    }

    /** As the configuration's readers know it. */
    CatalogKind rows() {
        return rows;
    }

    /** As in the audit and in sentences. */
    String label() {
        return rows.label();
    }

    /** Of the collection, without a slash at its end. */
    String path() {
        return path;
    }

    String table() {
        return rows.table();
    }

    /** The columns of the primary key, which are also the fields that name an item. */
    List<String> keys() {
        return this == MODEL ? List.of("provider", "id") : List.of("name");
    }

    /** SQL: an item's name as one text. */
    String nameSql() {
        return String.join(" || '/' || ", keys());
    }

    /** SQL: the order in which items are listed. */
    String orderSql() {
        return "position, " + String.join(", ", keys());
    }
}
