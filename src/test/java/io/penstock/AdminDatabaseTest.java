package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.penstock.store.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators are told while PostgreSQL is away or held up. */
class AdminDatabaseTest {
    private static TestGateway gateway;
    private static AdminCaller operator;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("simulator: {enabled: true}\nproviders: {}\n", Map.of());
        operator = new AdminCaller(gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
    }

    @Test
    void saysThatPostgresqlIsAwayInsteadOfWaiting() throws Exception {
        // Given
        operator.post("/models", "{\"provider\":\"sim\",\"id\":\"m\"}");
        TestDatabase beside = TestDatabase.empty();
        String name = gateway.database().ask("select current_database()");
        beside.execute("alter database " + name + " allow_connections false");
        gateway.database().disconnectClients();
        try {
            // When
            List<CompletableFuture<Answer>> asked = List.of(
                    operator.begin("GET", "/models", null),
                    operator.begin("GET", "/models/sim/m", null),
                    operator.begin("GET", "/audit", null),
                    operator.begin("POST", "/models", "{\"provider\":\"sim\",\"id\":\"n\"}"),
                    operator.begin("PATCH", "/models/sim/m", "{}", "If-Match", "*"),
                    operator.begin("DELETE", "/models/sim/m", null, "If-Match", "*"));
            // Then
            for (CompletableFuture<Answer> each : asked) {
                Answer answer = each.join();
                assertThat(answer.status()).as(answer.raw().body()).isEqualTo(503);
                assertThat(answer.header("retry-after")).isEqualTo("5");
                assertThat(answer.error().getString("code")).isEqualTo("database_unavailable");
            }
        } finally {
            beside.execute("alter database " + name + " allow_connections true");
        }
        assertThat(operator.get("/models/sim/m").status()).isEqualTo(200);
    }

    @Test
    void givesUpOnALockThatSomebodyHolds() throws Exception {
        // Given
        operator.post("/models", "{\"provider\":\"sim\",\"id\":\"held\"}");
        Thread holder = Thread.ofVirtual().start(() -> {
            try {
                gateway.database()
                        .execute(
                                "begin; select pg_advisory_xact_lock(hashtext('penstock_catalog')), pg_sleep(5); commit");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        gateway.awaitRow(
                "select count(*) from pg_locks where locktype = 'advisory' and database ="
                        + " (select oid from pg_database where datname = current_database())",
                "1");
        // When
        Answer answer = operator.send("PATCH", "/models/sim/held", "{\"position\":1}", "If-Match", "*");
        // Then
        assertThat(answer.status()).isEqualTo(503);
        assertThat(operator.get("/models/sim/held").etag()).isEqualTo("\"1\"");
        holder.join();
    }
}
