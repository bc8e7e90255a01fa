package io.penstock.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.RefusedRow;
import io.penstock.config.Withheld;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The SQL of the catalog's tables. Holds no state, runs on the caller's context. */
public final class CatalogRows {
    // Who brings the configuration in is said for this transaction alone; instances that start at once take turns.
    private static final String BEGIN = "select set_config('penstock.origin', 'conf', true),"
            + " set_config('penstock.actor', 'conf', true), pg_advisory_xact_lock(hashtext('penstock_catalog'))";
    private static final String PRESENT = asText("kind, name, origin, position", "", """
            select 'PROVIDER' as kind, name, origin, position from llm_providers
            union all select 'MODEL', provider || '/' || id, origin, position from llm_models
            union all select 'RULE', name, origin, position from llm_routing_rules
            """);
    private static final String SEEDS =
            asText("kind, name, digest", "", "select upper(kind) as kind, name, digest from llm_catalog_seeds");
    private static final String REMEMBER = "insert into llm_catalog_seeds (kind, name, digest)"
            + " select $1, e.name, e.digest from unnest($2::text[], $3::text[]) as e (name, digest)"
            + " on conflict (kind, name) do update set digest = excluded.digest";
    private static final String FORGET = "delete from llm_catalog_seeds where kind = $1 and name = any($2::text[])";
    private static final String ENTRIES = "unnest($1::text[], $2::int[], $3::text[]) as e (name, position, spec)";

    // One statement, so that all rows are of one moment. A model stands where its provider does.
    private static final String LOAD =
            asText("kind, name, enabled, version, spec", " order by first, second, third, fourth", """
            (select 'PROVIDER' as kind, name, enabled, version, spec::text as spec,
                    position as first, name as second, 0 as third, '' as fourth
               from llm_providers order by position, name limit %d)
            union all
            (select 'MODEL', m.provider || '/' || m.id, m.enabled, m.version, m.spec::text,
                    coalesce(p.position, 2147483647), m.provider, m.position, m.id
               from llm_models m left join llm_providers p on p.name = m.provider
              order by coalesce(p.position, 2147483647), m.provider, m.position, m.id limit %d)
            union all
            (select 'RULE', name, enabled, version, spec::text, position, name, 0, ''
               from llm_routing_rules order by not enabled, position, name limit %d)
            """.formatted(
                            CatalogKind.PROVIDER.rowsMax() + 1,
                            CatalogKind.MODEL.rowsMax() + 1,
                            CatalogKind.RULE.rowsMax() + 1));

    private CatalogRows() {}

    /**
     * SQL: all rows as one JSON array of arrays. The client takes ten thousand rows apart on its event loop, a tenth of a
     * second in one go; one text it just hands on.
     *
     * @param columns of each, in the order of the array
     * @param order SQL, of the rows
     */
    private static String asText(String columns, String order, String rows) {
        return "select coalesce(json_agg(json_build_array(" + columns + ")" + order + "), '[]')::text from (" + rows
                + ") as r";
    }

    private static Future<String> text(SqlClient client, String sql) {
        return client.query(sql).execute().map(rows -> rows.iterator().next().getString(0));
    }

    /**
     * What bringing the configuration in has changed.
     *
     * @param changed rows that were made, changed or deleted, e.g. {@code new provider openai}
     * @param kept rows of operators of which the configuration now says something new, e.g. {@code model openai/gpt-5}
     */
    public record Seeded(List<String> changed, List<String> kept) {
        public Seeded {
            changed = List.copyOf(changed);
            kept = List.copyOf(kept);
        }
    }

    /**
     * Brings the configuration in: entries that are new, and what changed in entries whose rows nobody touched. In one
     * transaction; what was done already is not done again.
     *
     * @param vertx compares and digests thousands of entries on its worker threads
     * @param whole false where models may be missing from the document: then only new ones are brought in
     */
    public static Future<Seeded> seed(Vertx vertx, Pool pool, CatalogDocument shipped, boolean whole) {
        return pool.withTransaction(connection -> connection
                        .query(BEGIN)
                        .execute()
                        .compose(locked -> text(connection, PRESENT))
                        .compose(present -> text(connection, SEEDS)
                                .compose(seeds -> vertx.executeBlocking(
                                        () -> shares(shipped, whole, rows(present), digests(seeds)), false)))
                        .compose(shares -> carryOut(connection, shares)))
                .recover(failure -> Future.failedFuture(new StoreException(
                        "The catalog's tables cannot be filled: " + ServerRefusal.firstLine(failure) + ".")));
    }

    /** What is to be done with one kind. */
    private record Share(CatalogKind kind, Map<String, Seeding.Entry> entries, Seeding seeding) {}

    private static List<Share> shares(
            CatalogDocument shipped, boolean whole, ByKind<Seeding.Row> rows, ByKind<String> digests) {
        List<Share> shares = new ArrayList<>();
        for (CatalogKind kind : CatalogKind.values()) {
            Map<String, Seeding.Entry> entries = Seeding.entries(shipped.rows(kind));
            boolean all = whole || kind != CatalogKind.MODEL;
            shares.add(new Share(kind, entries, Seeding.of(entries, rows.of(kind), digests.of(kind), all)));
        }
        return shares;
    }

    private static Future<Seeded> carryOut(SqlClient client, List<Share> shares) {
        Future<Void> done = Future.succeededFuture();
        List<String> kept = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        for (Share share : shares) {
            Seeding seeding = share.seeding();
            String kind = share.kind().label() + " ";
            seeding.kept().forEach(name -> kept.add(kind + name));
            seeding.insert().forEach(name -> changed.add("new " + kind + name));
            seeding.update().forEach(name -> changed.add("changed " + kind + name));
            seeding.delete().forEach(name -> changed.add("gone " + kind + name));
            done = done.compose(before -> carryOut(client, share.kind(), share.entries(), seeding));
        }
        Seeded seeded = new Seeded(changed, kept);
        return done.map(all -> seeded);
    }

    private static Future<Void> carryOut(
            SqlClient client, CatalogKind kind, Map<String, Seeding.Entry> entries, Seeding seeding) {
        String[] deleted = seeding.delete().toArray(String[]::new);
        String[] forgotten = seeding.forget().toArray(String[]::new);
        Map<String, String> remembered = seeding.remember();
        String[] names = remembered.keySet().toArray(String[]::new);
        String[] digests = remembered.values().toArray(String[]::new);
        return write(client, insert(kind), seeding.insert(), entries)
                .compose(done -> write(client, update(kind), seeding.update(), entries))
                .compose(done -> run(client, delete(kind), deleted.length, () -> Tuple.of((Object) deleted)))
                .compose(done -> run(client, REMEMBER, names.length, () -> Tuple.of(kind.label(), names, digests)))
                .compose(done ->
                        run(client, FORGET, forgotten.length, () -> Tuple.of(kind.label(), (Object) forgotten)));
    }

    private static Future<Void> write(
            SqlClient client, String sql, List<String> names, Map<String, Seeding.Entry> entries) {
        return run(client, sql, names.size(), () -> {
            List<Seeding.Entry> chosen = new ArrayList<>();
            names.forEach(name -> chosen.add(entries.get(name)));
            return Tuple.of(
                    names.toArray(String[]::new),
                    chosen.stream().map(Seeding.Entry::position).toArray(Integer[]::new),
                    chosen.stream().map(Seeding.Entry::spec).toArray(String[]::new));
        });
    }

    /** Every statement notifies all instances, even one that changes nothing: none is sent in vain. */
    private static Future<Void> run(SqlClient client, String sql, int rows, Supplier<Tuple> values) {
        return rows == 0
                ? Future.succeededFuture()
                : client.preparedQuery(sql).execute(values.get()).mapEmpty();
    }

    private static String insert(CatalogKind kind) {
        return kind == CatalogKind.MODEL
                ? "insert into llm_models (provider, id, position, spec) select split_part(e.name, '/', 1),"
                        + " substr(e.name, strpos(e.name, '/') + 1), e.position, e.spec::jsonb from " + ENTRIES
                        + " on conflict do nothing"
                : "insert into " + kind.table()
                        + " (name, position, spec) select e.name, e.position, e.spec::jsonb from " + ENTRIES
                        + " on conflict do nothing";
    }

    private static String update(CatalogKind kind) {
        return "update " + kind.table() + " r set position = e.position, spec = e.spec::jsonb from " + ENTRIES
                + " where " + name(kind) + " = e.name and r.origin = 'conf'";
    }

    private static String delete(CatalogKind kind) {
        return "delete from " + kind.table() + " r where " + name(kind) + " = any($1::text[]) and r.origin = 'conf'";
    }

    private static String name(CatalogKind kind) {
        return kind == CatalogKind.MODEL ? "r.provider || '/' || r.id" : "r.name";
    }

    private static ByKind<Seeding.Row> rows(String present) {
        ByKind<Seeding.Row> rows = new ByKind<>();
        for (JsonNode row : JsonRows.of(present)) {
            boolean followsConf = "conf".equals(row.get(2).textValue());
            rows.of(kind(row))
                    .put(name(row), new Seeding.Row(followsConf, row.get(3).intValue()));
        }
        return rows;
    }

    private static ByKind<String> digests(String seeds) {
        ByKind<String> digests = new ByKind<>();
        for (JsonNode row : JsonRows.of(seeds)) {
            digests.of(kind(row)).put(name(row), row.get(2).textValue());
        }
        return digests;
    }

    private static CatalogKind kind(JsonNode row) {
        return CatalogKind.valueOf(row.get(0).textValue());
    }

    private static String name(JsonNode row) {
        return row.get(1).textValue();
    }

    /**
     * All rows of this moment, for {@link #stored}. Those beyond {@link CatalogKind#rowsMax} are not read, but for one that
     * shows it.
     */
    static Future<String> load(Pool pool) {
        return text(pool, LOAD);
    }

    /** Parses them: tens of milliseconds where there are thousands, so no event loop should. */
    static StoredCatalog stored(String text) {
        ByKind<ObjectNode> specs = new ByKind<>();
        ByKind<Long> versions = new ByKind<>();
        ByKind<Boolean> off = new ByKind<>();
        List<RefusedRow> unreadable = new ArrayList<>();
        for (JsonNode row : JsonRows.of(text)) {
            CatalogKind kind = kind(row);
            String name = name(row);
            versions.of(kind).put(name, row.get(3).longValue());
            if (!row.get(2).booleanValue()) {
                off.of(kind).put(name, true);
                if (kind == CatalogKind.RULE) {
                    continue;
                }
            }
            try {
                specs.of(kind).put(name, SpecText.read(row.get(4).textValue()));
            } catch (JsonProcessingException e) {
                unreadable.add(new RefusedRow(
                        kind, name, "spec", "is too large or too deep to be read: make it what the configuration has"));
            }
        }
        return new StoredCatalog(
                new CatalogDocument(specs.providers(), specs.models(), specs.rules()),
                new Withheld(off.providers().keySet(), off.models().keySet()),
                Map.of(
                        CatalogKind.PROVIDER, versions.providers(),
                        CatalogKind.MODEL, versions.models(),
                        CatalogKind.RULE, versions.rules()),
                unreadable);
    }
}
