package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/admin/audit}: who changed what of the catalog, the last change first. */
final class AuditRoute {
    static final String PATH = Kind.BASE + "audit";

    private static final String TABLE = "llm_catalog_audit";
    private static final String COLUMNS = "id, at, actor, kind, name, action, before::text, after::text,"
            + " (before - 'spec')::text as bare_before, (after - 'spec')::text as bare_after";

    private final AdminGate gate;
    private final Pool pool;

    AuditRoute(AdminGate gate, Pool pool) {
        this.gate = gate;
        this.pool = pool;
    }

    void mount(Router router) {
        router.route(PATH).handler(gate::pass).handler(this::answer);
    }

    private void answer(RoutingContext context) {
        String method = context.request().method().name();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            Answers.wrongMethod(context, "GET");
            return;
        }
        DatabaseFailure.bounded(Future.succeededFuture().compose(v -> page(context)))
                .onSuccess(page -> Answers.json(context, 200, page))
                .onFailure(failure -> Answers.failure(context, failure));
    }

    private Future<ObjectNode> page(RoutingContext context) {
        Query query = Query.of(context, List.of("limit", "cursor", "kind", "name", "actor", "action"));
        int limit = query.limit();
        Conditions all = filters(query);
        Conditions page = filters(query);
        Long before = cursor(query);
        if (before != null) {
            page.and("id < ?", List.of(before));
        }
        String sql = "select " + COLUMNS + " from " + TABLE + page.sql() + " order by id desc limit " + (limit + 1);
        return pool.preparedQuery("select count(*) from " + TABLE + all.sql())
                .execute(all.tuple())
                .map(rows -> rows.iterator().next().getLong(0))
                .compose(total -> pool.preparedQuery(sql).execute(page.tuple()).map(rows -> page(rows, limit, total)));
    }

    private static Conditions filters(Query query) {
        Conditions conditions = new Conditions();
        add(conditions, "kind", query.oneOf("kind", List.of("provider", "model", "rule")));
        add(conditions, "name", query.text("name"));
        add(conditions, "actor", query.text("actor"));
        add(conditions, "action", query.oneOf("action", List.of("insert", "update", "delete")));
        return conditions;
    }

    private static void add(Conditions conditions, String column, @Nullable String value) {
        if (value != null) {
            conditions.and(column + " = ?", List.of(value));
        }
    }

    private static @Nullable Long cursor(Query query) {
        String value = query.text("cursor");
        try {
            return value == null ? null : Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw Refused.parameter("cursor", "must be what \"next\" said in the page before, unchanged");
        }
    }

    private static ObjectNode page(RowSet<Row> rows, int limit, long total) {
        ObjectNode page = StrictJson.object();
        ArrayNode data = page.putArray("data");
        long last = 0;
        for (Row row : rows) {
            if (data.size() < limit) {
                last = row.getLong("id");
                data.add(entry(row));
            }
        }
        page.put("next", rows.size() > limit ? Long.toString(last) : null);
        return page.put("total", total);
    }

    private static ObjectNode entry(Row row) {
        ObjectNode entry =
                StrictJson.object().put("id", row.getLong("id")).put("at", Item.instant(row.getOffsetDateTime("at")));
        for (String column : List.of("actor", "kind", "name", "action")) {
            entry.put(column, row.getString(column));
        }
        entry.set("before", json(row, "before"));
        entry.set("after", json(row, "after"));
        return entry;
    }

    /** A row as it was; without its spec where that is too large or too deep to be read. */
    private static @Nullable ObjectNode json(Row row, String side) {
        String text = row.getString(side);
        if (text == null) {
            return null;
        }
        ObjectNode whole = StrictJson.legible(text);
        if (whole != null) {
            return whole;
        }
        ObjectNode bare = StrictJson.legible(row.getString("bare_" + side));
        return bare == null ? null : bare.putNull(Draft.SPEC);
    }
}
