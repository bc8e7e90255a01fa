package io.penstock.store;

import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.RefusedRow;
import io.penstock.config.Withheld;
import java.util.List;
import java.util.Map;

/**
 * The catalog's tables at one moment.
 *
 * @param document their rows, unread; rules that are switched off are not among them
 * @param withheld the other rows that are switched off
 * @param versions of all rows, by kind and name
 * @param unreadable rows whose spec is too large or too deep to be taken as JSON; they are not in the document
 */
public record StoredCatalog(
        CatalogDocument document,
        Withheld withheld,
        Map<CatalogKind, Map<String, Long>> versions,
        List<RefusedRow> unreadable) {
    public StoredCatalog {
        unreadable = List.copyOf(unreadable);
    }

    /** Of one row; -1 where it is not known: a copy has none. */
    public long version(CatalogKind kind, String name) {
        return versions.getOrDefault(kind, Map.of()).getOrDefault(name, -1L);
    }
}
