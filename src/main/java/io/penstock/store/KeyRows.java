package io.penstock.store;

import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.NewKey;
import io.penstock.access.Role;
import io.penstock.routing.NamePattern;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The SQL of {@code access_keys}. Holds no state, runs on the caller's context. */
final class KeyRows {
    // Replicas that start at once take turns, so that only the first finds the table empty.
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('penstock_access_keys'))";
    private static final String ANY = "select exists (select from access_keys)";
    private static final String STORE =
            "insert into access_keys (id, name, hash, role) values ($1, $2, $3, $4) on conflict (hash) do nothing";
    private static final String VALID =
            "select id, name, hash, role, expires_at, power_level, models, providers, regions"
                    + " from access_keys"
                    + " where revoked_at is null and (expires_at is null or expires_at > now())";

    private KeyRows() {}

    /** All keys that are good now, for {@link #ring}. */
    static Future<RowSet<Row>> load(Pool pool) {
        return pool.query(VALID).execute();
    }

    /** Stores what is preset, and on an empty table makes what is not. */
    static Future<AccessKeys.FirstKeys> bootstrap(
            Pool pool, SecureRandom random, @Nullable String presetAdmin, @Nullable String presetClient) {
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .compose(locked -> connection.query(ANY).execute())
                .compose(rows -> {
                    boolean first = !rows.iterator().next().getBoolean(0);
                    NewKey admin = first && presetAdmin == null ? NewKey.random(random) : null;
                    NewKey client = first && presetClient == null ? NewKey.random(random) : null;
                    return store(connection, "admin", Role.ADMIN, presetAdmin, admin)
                            .compose(done -> store(connection, "client", Role.USER, presetClient, client))
                            .map(done -> new AccessKeys.FirstKeys(clear(admin), clear(client)));
                }));
    }

    /** Stores what is preset. */
    static Future<Void> preset(Pool pool, @Nullable String presetAdmin, @Nullable String presetClient) {
        return pool.withTransaction(connection -> store(connection, "admin", Role.ADMIN, presetAdmin, null)
                .compose(done -> store(connection, "client", Role.USER, presetClient, null)));
    }

    private static Future<Void> store(
            SqlClient client, String name, Role role, @Nullable String preset, @Nullable NewKey made) {
        if (preset != null) {
            return store(client, "preset-" + name, role, KeyHash.of(preset));
        }
        return made == null ? Future.succeededFuture() : store(client, name, role, made.hash());
    }

    private static Future<Void> store(SqlClient client, String name, Role role, KeyHash hash) {
        Tuple row = Tuple.of(
                UUID.randomUUID(),
                name,
                Buffer.buffer(hash.toBytes()),
                role.name().toLowerCase(Locale.ROOT));
        return client.preparedQuery(STORE).execute(row).mapEmpty();
    }

    private static @Nullable String clear(@Nullable NewKey key) {
        return key == null ? null : key.clear();
    }

    static KeyRing ring(RowSet<Row> rows) {
        Map<KeyHash, Caller> callers = HashMap.newHashMap(rows.size());
        for (Row row : rows) {
            OffsetDateTime expires = row.getOffsetDateTime("expires_at");
            String level = row.getString("power_level");
            Caller caller = new Caller(
                    row.getUUID("id"),
                    row.getString("name"),
                    Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                    expires == null ? Caller.NEVER : expires.toInstant().toEpochMilli(),
                    level == null ? null : PowerLevel.of(level),
                    new Scope(
                            texts(row, "models").stream().map(NamePattern::new).toList(),
                            Set.copyOf(texts(row, "providers")),
                            Set.copyOf(texts(row, "regions"))));
            callers.put(KeyHash.ofStored(row.getBuffer("hash").getBytes()), caller);
        }
        return new KeyRing(callers);
    }

    /** An empty list allows everything, so what is no text stays in it, and matches nothing. */
    private static List<String> texts(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column))
                .map(text -> text == null ? "" : text)
                .distinct()
                .toList();
    }
}
