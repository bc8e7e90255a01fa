package io.penstock.store;

import static io.penstock.store.Await.result;
import static io.penstock.store.Await.until;
import static io.penstock.store.SharedServer.ask;
import static io.penstock.store.SharedServer.disconnectClients;
import static io.penstock.store.SharedServer.emptyDatabase;
import static io.penstock.store.SharedServer.execute;
import static io.penstock.store.SharedServer.superuser;
import static io.penstock.store.SharedServer.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.access.Caller;
import io.penstock.access.NewKey;
import io.penstock.access.Role;
import io.penstock.routing.NamePattern;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import io.penstock.store.AccessKeys.FirstKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Vertx vertx = Vertx.vertx();
    private Endpoint endpoint;
    private Database database;
    private Pool pool;
    private AccessKeys keys;

    @BeforeEach
    void openAnEmptyDatabase() throws Exception {
        endpoint = emptyDatabase();
        database = Database.openExternal(url(endpoint));
        pool = database.pool(vertx);
        keys = replica();
    }

    @AfterEach
    void close() throws Exception {
        result(keys.close());
        result(pool.close());
        result(vertx.close());
        database.close();
    }

    @Test
    void areMadeOnAnEmptyTableAndOpenTheGate() throws Exception {
        // When
        FirstKeys first = result(keys.bootstrap(RANDOM, null, null));
        result(keys.start());

        // Then
        assertThat(keys.current().size()).isEqualTo(2);
        assertThat(find(first.adminKey()))
                .extracting(Caller::role, Caller::name)
                .containsExactly(Role.ADMIN, "admin");
        assertThat(find(first.clientKey()))
                .extracting(Caller::role, Caller::name)
                .containsExactly(Role.USER, "client");
        assertThat(first.toString()).doesNotContain(Objects.requireNonNull(first.adminKey()));
    }

    @Test
    void areNotMadeASecondTime() throws Exception {
        // Given
        result(keys.bootstrap(RANDOM, null, null));

        // When
        FirstKeys second = result(keys.bootstrap(RANDOM, null, null));

        // Then
        assertThat(second).isEqualTo(new FirstKeys(null, null));
        assertThat(ask(endpoint, "select count(*) from access_keys")).isEqualTo("2");
    }

    @Test
    void areMadeOnceWhenReplicasStartTogether() throws Exception {
        // Given
        Stream<AccessKeys> replicas = Stream.generate(this::replica).limit(5);

        // When
        var all = Future.all(
                replicas.map(replica -> replica.bootstrap(RANDOM, null, null)).toList());

        // Then
        assertThat(result(all).<FirstKeys>list().stream().filter(first -> first.adminKey() != null))
                .hasSize(1);
        assertThat(ask(endpoint, "select count(*) from access_keys")).isEqualTo("2");
    }

    @Test
    void arePresetWithoutBeingToldAndOnlyTheOthersAreMade() throws Exception {
        // When
        FirstKeys first = result(keys.bootstrap(RANDOM, "my-admin-key", null));
        FirstKeys second = result(keys.bootstrap(RANDOM, "my-admin-key", "my-client-key"));
        result(keys.start());

        // Then
        assertThat(first.adminKey()).isNull();
        assertThat(first.clientKey()).isNotNull();
        assertThat(second).isEqualTo(new FirstKeys(null, null));
        assertThat(find("my-admin-key")).extracting(Caller::role).isEqualTo(Role.ADMIN);
        assertThat(find("my-client-key")).extracting(Caller::role).isEqualTo(Role.USER);
        assertThat(keys.current().size()).isEqualTo(3);
    }

    @Test
    void stayRevokedThoughTheyArePreset() throws Exception {
        // Given
        result(keys.bootstrap(RANDOM, "my-admin-key", null));
        execute(endpoint, "update access_keys set revoked_at = now() where role = 'admin'");

        // When
        result(keys.bootstrap(RANDOM, "my-admin-key", null));
        result(keys.start());

        // Then
        assertThat(find("my-admin-key")).isNull();
    }

    @Test
    void areRefusedWhereNoHeaderCouldCarryThem() {
        assertThatThrownBy(() -> result(keys.bootstrap(RANDOM, "two words", null)))
                .hasMessageContaining("visible ASCII")
                .hasMessageNotContaining("two words");
    }

    @Test
    void followEveryChangeOfTheTableByItself() throws Exception {
        // Given
        FirstKeys first = result(keys.bootstrap(RANDOM, null, null));
        result(keys.start());
        NewKey later = NewKey.random(RANDOM);

        // When
        execute(endpoint, "update access_keys set revoked_at = now() where role = 'user'");
        insert(later);

        // Then
        until("the revoked key is gone", () -> find(first.clientKey()) == null);
        until("the new key is known", () -> find(later.clear()) != null);
        assertThat(find(first.adminKey())).isNotNull();
        execute(endpoint, "truncate access_keys");
        until("no key is left", () -> keys.current().size() == 0);
    }

    @Test
    void areKeptWhilePostgresIsAwayAndFollowAgainWhenItIsBack() throws Exception {
        // Given
        FirstKeys first = result(keys.bootstrap(RANDOM, null, null));
        result(keys.start());
        NewKey later = NewKey.random(RANDOM);

        // When
        Endpoint superuser = superuser("postgres");
        execute(superuser, "alter database " + endpoint.database() + " allow_connections false");
        disconnectClients(endpoint);
        assertThat(find(first.adminKey())).isNotNull();
        execute(superuser, "alter database " + endpoint.database() + " allow_connections true");
        insert(later);

        // Then
        until("the new key is known", () -> find(later.clear()) != null);
        assertThat(find(first.adminKey())).isNotNull();
        NewKey last = NewKey.random(RANDOM);
        insert(last);
        until("the next notice is heard", () -> find(last.clear()) != null);
    }

    @Test
    void carryTheirExpiry() throws Exception {
        // Given
        NewKey ended = NewKey.random(RANDOM);
        NewKey ending = NewKey.random(RANDOM);
        insert(ended, "now() - interval '1 minute'");
        insert(ending, "'2100-01-01T00:00:00Z'");

        // When
        result(keys.start());

        // Then
        assertThat(keys.current().find(ended.clear(), 0)).isNull();
        assertThat(keys.current().find(ending.clear(), 4_102_444_799_999L)).isNotNull();
        assertThat(keys.current().find(ending.clear(), 4_102_444_800_000L)).isNull();
    }

    @Test
    void carryWhatTheyMayUseAndALevel() throws Exception {
        // Given
        NewKey bounded = NewKey.random(RANDOM);
        NewKey free = NewKey.random(RANDOM);
        insert(bounded);
        execute(
                endpoint,
                "update access_keys set power_level = 'eco', models = '{gpt-*,openai/o3}', providers = '{openai}',"
                        + " regions = array[null, '']");
        insert(free);

        // When
        result(keys.start());

        // Then
        assertThat(find(bounded.clear()))
                .extracting(Caller::level, Caller::scope)
                .containsExactly(
                        PowerLevel.ECO,
                        new Scope(
                                List.of(new NamePattern("gpt-*"), new NamePattern("openai/o3")),
                                Set.of("openai"),
                                Set.of("")));
        assertThat(find(free.clear())).extracting(Caller::level, Caller::scope).containsExactly(null, Scope.ALL);
    }

    private AccessKeys replica() {
        return new AccessKeys(vertx, pool, database.connectOptions());
    }

    private Caller find(String clear) {
        return keys.current().find(clear, 0);
    }

    private void insert(NewKey key) throws Exception {
        insert(key, "null");
    }

    private void insert(NewKey key, String expiresAt) throws Exception {
        execute(
                endpoint,
                "insert into access_keys (id, name, hash, role, expires_at) values (gen_random_uuid(), 'later', '\\x"
                        + java.util.HexFormat.of().formatHex(key.hash().toBytes()) + "', 'user', " + expiresAt + ")");
    }
}
