package io.penstock.admin;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The SQL of single items. Holds no state, runs on the caller's context. */
final class CatalogRows {
    private CatalogRows() {}

    /** {@code null} where there is none of that name. */
    static Future<@Nullable Item> find(SqlClient client, Ref ref) {
        String sql =
                "select " + Item.columns(ref.kind()) + " from " + ref.kind().table() + " where " + ref.whereSql(1);
        return client.preparedQuery(sql)
                .execute(Tuple.wrap(new ArrayList<>(ref.keys())))
                .map(rows -> first(ref, rows));
    }

    static Future<Item> insert(SqlClient client, Ref ref, Draft draft) {
        List<String> keys = ref.kind().keys();
        String marks = IntStream.rangeClosed(1, keys.size())
                .mapToObj(number -> "$" + number)
                .collect(Collectors.joining(", "));
        int next = keys.size() + 1;
        String sql = "insert into " + ref.kind().table() + " (" + String.join(", ", keys)
                + ", enabled, position, spec) values (" + marks + ", $" + next + ", $" + (next + 1) + ", $" + (next + 2)
                + "::text::jsonb) returning " + Item.columns(ref.kind());
        List<Object> values = new ArrayList<>(ref.keys());
        values.addAll(values(draft));
        return client.preparedQuery(sql).execute(Tuple.wrap(values)).map(rows -> only(ref, rows));
    }

    static Future<Item> update(SqlClient client, Ref ref, Draft draft) {
        String sql = "update " + ref.kind().table() + " set enabled = $1, position = $2, spec = $3::text::jsonb where "
                + ref.whereSql(4) + " returning " + Item.columns(ref.kind());
        List<Object> values = new ArrayList<>(values(draft));
        values.addAll(ref.keys());
        return client.preparedQuery(sql).execute(Tuple.wrap(values)).map(rows -> only(ref, rows));
    }

    static Future<Void> delete(SqlClient client, Ref ref) {
        return client.preparedQuery("delete from " + ref.kind().table() + " where " + ref.whereSql(1))
                .execute(Tuple.wrap(new ArrayList<>(ref.keys())))
                .mapEmpty();
    }

    private static List<Object> values(Draft draft) {
        return List.of(draft.enabled(), draft.position(), StrictJson.text(draft.spec()));
    }

    private static @Nullable Item first(Ref ref, RowSet<Row> rows) {
        return rows.size() == 0 ? null : only(ref, rows);
    }

    private static Item only(Ref ref, RowSet<Row> rows) {
        return Item.of(ref.kind(), rows.iterator().next());
    }
}
