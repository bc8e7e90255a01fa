package io.penstock.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.config.CatalogDocument;
import io.penstock.config.Withheld;
import io.penstock.store.JsonRows;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All rows of the catalog that can be read, at one moment, as they are or as they would be. Immutable. */
final class CatalogState {
    private static final Comparator<Entry> ORDER =
            Comparator.<Entry>comparingInt(entry -> entry.draft.position()).thenComparing(Entry::name);

    /** One row, its name as one text. */
    private record Entry(Kind kind, String name, Draft draft) {}

    private final List<Entry> entries;
    private final Set<String> unread;

    /** @param unread providers whose specs cannot be read */
    private CatalogState(List<Entry> entries, Set<String> unread) {
        this.entries = entries;
        this.unread = unread;
    }

    /** Everything, in one statement and as one text, for {@link #of}: rows are taken apart on an event loop. */
    static Future<String> load(SqlClient client) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            parts.add("select '" + kind.name() + "' as kind, " + kind.nameSql()
                    + " as name, enabled, position, spec::text as spec from " + kind.table());
        }
        String all =
                "select coalesce(json_agg(json_build_array(kind, name, enabled, position, spec)), '[]')::text from ("
                        + String.join(" union all ", parts) + ") as r";
        return client.query(all).execute().map(rows -> rows.iterator().next().getString(0));
    }

    /** Parses them: tens of milliseconds where there are thousands, so no event loop should. */
    static CatalogState of(String text) {
        List<Entry> entries = new ArrayList<>();
        Set<String> unread = new TreeSet<>();
        for (JsonNode row : JsonRows.of(text)) {
            Kind kind = Kind.valueOf(row.get(0).textValue());
            String name = row.get(1).textValue();
            ObjectNode spec = StrictJson.legible(row.get(4).textValue());
            // One that nobody can read keeps nobody from changing the others.
            if (spec != null) {
                entries.add(new Entry(
                        kind,
                        name,
                        new Draft(row.get(2).booleanValue(), row.get(3).intValue(), spec)));
            } else if (kind == Kind.PROVIDER) {
                unread.add(name);
            }
        }
        return new CatalogState(entries, unread);
    }

    /** With this item as the draft has it; without it where the draft is {@code null}. */
    CatalogState with(Ref ref, @Nullable Draft draft) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.removeIf(entry -> entry.kind == ref.kind() && entry.name.equals(ref.text()));
        if (draft != null) {
            changed.add(new Entry(ref.kind(), ref.text(), draft));
        }
        return new CatalogState(changed, unread);
    }

    /**
     * In the order of positions. Rules that are switched off are not in it; the other rows are, because rules may go on
     * naming them.
     */
    CatalogDocument document() {
        return new CatalogDocument(specs(Kind.PROVIDER), specs(Kind.MODEL), specs(Kind.RULE));
    }

    private Map<String, ObjectNode> specs(Kind kind) {
        Map<String, ObjectNode> specs = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> entry.kind == kind && (kind != Kind.RULE || entry.draft.enabled()))
                .sorted(ORDER)
                .forEach(entry -> specs.put(entry.name, entry.draft.spec()));
        return specs;
    }

    /** The names of all providers, sorted, also of those that are switched off or cannot be read. */
    Set<String> providers() {
        Set<String> names = new TreeSet<>(unread);
        names.addAll(specs(Kind.PROVIDER).keySet());
        return names;
    }

    /** What is switched off. */
    Withheld withheld() {
        Set<String> providers = new HashSet<>();
        Set<String> models = new HashSet<>();
        for (Entry entry : entries) {
            if (!entry.draft.enabled() && entry.kind != Kind.RULE) {
                (entry.kind == Kind.PROVIDER ? providers : models).add(entry.name);
            }
        }
        return new Withheld(providers, models);
    }
}
