package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a kind's items, as a request asks for it: keyset paging, so that a page neither repeats nor skips what stays
 * where it is while others come and go.
 *
 * @param kind what is listed
 * @param filters without the cursor: what {@code total} counts
 * @param after what stands before the page; {@code null} for the first
 * @param limit items of the page
 */
record Listing(Kind kind, Filters filters, @Nullable List<Object> after, int limit) {
    /**
     * What items must have to be listed; {@code null} asks nothing.
     *
     * @param q part of the name, whatever its case
     * @param provider of models
     * @param capability of models
     */
    record Filters(
            @Nullable Boolean enabled,
            @Nullable String origin,
            @Nullable String q,
            @Nullable String provider,
            @Nullable String capability) {
        Conditions conditions(Kind kind) {
            Conditions conditions = new Conditions();
            add(conditions, "enabled = ?", enabled);
            add(conditions, "origin = ?", origin);
            add(conditions, "strpos(lower(" + kind.nameSql() + "), lower(?)) > 0", q);
            add(conditions, "provider = ?", provider);
            add(conditions, "jsonb_exists(spec -> 'capabilities', ?)", capability);
            return conditions;
        }

        private static void add(Conditions conditions, String clause, @Nullable Object value) {
            if (value != null) {
                conditions.and(clause, List.of(value));
            }
        }
    }

    static Listing of(Kind kind, RoutingContext context) {
        List<String> known = new ArrayList<>(List.of("limit", "cursor", "enabled", "origin", "q"));
        if (kind == Kind.MODEL) {
            known.addAll(List.of("provider", "capability"));
        }
        Query query = Query.of(context, known);
        Filters filters = new Filters(
                query.flag("enabled"),
                query.oneOf("origin", List.of("conf", "operator")),
                query.text("q"),
                query.text("provider"),
                query.text("capability"));
        String cursor = query.text("cursor");
        return new Listing(kind, filters, cursor == null ? null : Cursor.read(kind, cursor), query.limit());
    }

    /** {@code {"data":[...],"next":...,"total":n}}. */
    Future<ObjectNode> page(SqlClient client, Function<Item, ObjectNode> shown) {
        Conditions all = filters.conditions(kind);
        return client.preparedQuery("select count(*) from " + kind.table() + all.sql())
                .execute(all.tuple())
                .map(rows -> rows.iterator().next().getLong(0))
                .compose(total ->
                        client.preparedQuery(pageSql()).execute(page().tuple()).map(rows -> page(rows, total, shown)));
    }

    /** The page's condition, and one row more than fits, which tells whether there is a next page. */
    private Conditions page() {
        Conditions page = filters.conditions(kind);
        if (after != null) {
            String marks = String.join(", ", Collections.nCopies(after.size(), "?"));
            page.and("(" + kind.orderSql() + ") > (" + marks + ")", after);
        }
        return page;
    }

    private String pageSql() {
        return "select " + Item.columns(kind) + " from " + kind.table() + page().sql() + " order by " + kind.orderSql()
                + " limit " + (limit + 1);
    }

    private ObjectNode page(RowSet<Row> rows, long total, Function<Item, ObjectNode> shown) {
        ObjectNode page = StrictJson.object();
        ArrayNode data = page.putArray("data");
        Item last = null;
        for (Row row : rows) {
            if (data.size() < limit) {
                last = Item.of(kind, row);
                data.add(shown.apply(last));
            }
        }
        page.put("next", last != null && rows.size() > limit ? Cursor.after(last) : null);
        return page.put("total", total);
    }
}
