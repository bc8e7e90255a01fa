package io.penstock.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * One row of a kind's table.
 *
 * @param ref its name
 * @param draft what operators may change
 * @param legible whether its spec could be read; otherwise the draft's is empty
 * @param homeless whether it is a model of a provider that operators took away, or of one that there never was
 * @param origin {@code conf} while it follows the configuration, {@code operator} once it was changed
 * @param version counts changes
 */
record Item(
        Ref ref,
        Draft draft,
        boolean legible,
        boolean homeless,
        String origin,
        long version,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        String updatedBy) {
    /** Fields that are answered and that nobody may send. */
    static final List<String> READ_ONLY =
            List.of("origin", "version", "created_at", "updated_at", "updated_by", "problem", "effective");

    private static final String COLUMNS =
            ", enabled, position, spec::text as spec, origin, version, created_at, updated_at, updated_by, ";

    /** SQL; the configuration's own models may be there before their provider is. */
    private static final String HOMELESS = """
            not exists (select from llm_providers p where p.name = llm_models.provider)
            and (origin <> 'conf' or exists (
                select from llm_catalog_audit a where a.kind = 'provider' and a.name = llm_models.provider))""";

    /** SQL: the columns that {@link #of} reads. */
    static String columns(Kind kind) {
        return String.join(", ", kind.keys()) + COLUMNS + (kind == Kind.MODEL ? HOMELESS : "false") + " as homeless";
    }

    static Item of(Kind kind, Row row) {
        ObjectNode spec = StrictJson.legible(row.getString("spec"));
        return new Item(
                new Ref(kind, kind.keys().stream().map(row::getString).toList()),
                new Draft(
                        row.getBoolean("enabled"),
                        row.getInteger("position"),
                        spec == null ? StrictJson.object() : spec),
                spec != null,
                row.getBoolean("homeless"),
                row.getString("origin"),
                row.getLong("version"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("updated_at"),
                row.getString("updated_by"));
    }

    ObjectNode toJson() {
        ObjectNode json = StrictJson.object();
        for (int i = 0; i < ref.keys().size(); i++) {
            json.put(ref.kind().keys().get(i), ref.keys().get(i));
        }
        json.setAll(draft.toJson());
        if (!legible) {
            json.putNull(Draft.SPEC);
        }
        return json.put("origin", origin)
                .put("version", version)
                .put("created_at", instant(createdAt))
                .put("updated_at", instant(updatedAt))
                .put("updated_by", updatedBy);
    }

    /** RFC 3339, in UTC, to the millisecond. */
    static String instant(OffsetDateTime time) {
        return time.toInstant().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Of this version. */
    String entityTag() {
        return "\"" + version + "\"";
    }
}
