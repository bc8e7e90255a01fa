package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.config.CatalogDocument;
import io.penstock.config.Withheld;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All rows of the catalog that can be read, at one moment, as they are or as they would be. Immutable. */
final class CatalogState {
    private static final Comparator<Entry> ORDER =
            Comparator.<Entry>comparingInt(entry -> entry.draft.position()).thenComparing(Entry::name);

    /** One row, its name as one text. */
    private record Entry(Kind kind, String name, Draft draft) {}

    private final List<Entry> entries;

    private CatalogState(List<Entry> entries) {
        this.entries = entries;
    }

    /** Everything, in one statement, for {@link #of}. */
    static Future<RowSet<Row>> load(SqlClient client) {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            parts.add("select '" + kind.name() + "' as kind, " + kind.nameSql()
                    + " as name, enabled, position, spec::text as spec from " + kind.table());
        }
        return client.query(String.join(" union all ", parts)).execute();
    }

    /** Parses them: tens of milliseconds where there are thousands, so no event loop should. */
    static CatalogState of(RowSet<Row> rows) {
        List<Entry> entries = new ArrayList<>(rows.size());
        rows.forEach(row -> {
            ObjectNode spec = StrictJson.legible(row.getString("spec"));
            // One that nobody can read keeps nobody from changing the others.
            if (spec != null) {
                Draft draft = new Draft(row.getBoolean("enabled"), row.getInteger("position"), spec);
                entries.add(new Entry(Kind.valueOf(row.getString("kind")), row.getString("name"), draft));
            }
        });
        return new CatalogState(entries);
    }

    /** With this item as the draft has it; without it where the draft is {@code null}. */
    CatalogState with(Ref ref, @Nullable Draft draft) {
        List<Entry> changed = new ArrayList<>(entries);
        changed.removeIf(entry -> entry.kind == ref.kind() && entry.name.equals(ref.text()));
        if (draft != null) {
            changed.add(new Entry(ref.kind(), ref.text(), draft));
        }
        return new CatalogState(changed);
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
