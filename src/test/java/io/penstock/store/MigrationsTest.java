package io.penstock.store;

import static io.penstock.store.SharedServer.ask;
import static io.penstock.store.SharedServer.emptyDatabase;
import static io.penstock.store.SharedServer.execute;
import static io.penstock.store.SharedServer.superuser;
import static io.penstock.store.SharedServer.url;
import static io.penstock.store.SharedServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final String INSERT = """
            insert into llm_usage_logs
                (call_id, started_at, method_path, streaming, outcome, usage_reported, duration_millis)
            values ('6f9619ff-8b86-d011-b42d-00c04fc964ff', %s, 'POST /v1/chat/completions', false, 'ok', true, 5)
            on conflict do nothing
            """;
    private static final String COUNT = "select count(*) from ";

    @Test
    void runOnceHoweverOftenTheDatabaseIsOpened() throws Exception {
        // Given
        Endpoint endpoint = emptyDatabase();
        Database.openExternal(url(endpoint)).close();
        execute(endpoint, INSERT.formatted("now()"));

        // When
        try (Database database = Database.openExternal(url(endpoint))) {
            // Then
            assertThat(database.description()).isEqualTo("PostgreSQL at " + endpoint.place());
            assertThat(ask(endpoint, COUNT + "llm_usage_logs")).isEqualTo("1");
        }
    }

    @Test
    void letReplicasStartAtOnce() throws Exception {
        // Given
        Endpoint endpoint = emptyDatabase();

        // When
        CompletableFuture<String> one =
                CompletableFuture.supplyAsync(() -> Migrations.run(endpoint), Thread::startVirtualThread);
        CompletableFuture<String> other =
                CompletableFuture.supplyAsync(() -> Migrations.run(endpoint), Thread::startVirtualThread);

        // Then
        assertThat(one.get()).isEqualTo(other.get()).startsWith("18.");
        assertThat(ask(endpoint, COUNT + "flyway_schema_history where version = '1'"))
                .isEqualTo("1");
    }

    @Test
    void countACallOnceHoweverOftenItsRowIsWritten() throws Exception {
        // Given
        Endpoint endpoint = migrated();
        String insert = INSERT.formatted("date_trunc('month', now())");

        // When
        execute(endpoint, insert);
        execute(endpoint, insert);

        // Then
        assertThat(ask(endpoint, COUNT + "llm_usage_logs")).isEqualTo("1");
        assertThat(ask(endpoint, COUNT + "llm_usage_logs_default")).isEqualTo("0");
    }

    @Test
    void giveThisMonthAndTheNextAPartitionAndMakeNoneTwice() throws Exception {
        // Given
        Endpoint endpoint = migrated();

        // When
        String made = ask(endpoint, "select penstock_ensure_usage_partitions(1)");

        // Then
        assertThat(made).isEqualTo("0");
        assertThat(ask(endpoint, COUNT + "pg_inherits where inhparent = 'llm_usage_logs'::regclass"))
                .isEqualTo("3");
    }

    @Test
    void moveRowsOutOfTheDefaultPartitionWhenTheirMonthGetsItsOwn() throws Exception {
        // Given
        Endpoint endpoint = migrated();
        String inThreeMonths = "now() + interval '3 months'";
        execute(endpoint, INSERT.formatted(inThreeMonths));
        assertThat(ask(endpoint, COUNT + "llm_usage_logs_default")).isEqualTo("1");

        // When
        execute(endpoint, "set time zone 'Pacific/Auckland'; select penstock_ensure_usage_partitions(4)");

        // Then
        assertThat(ask(endpoint, COUNT + "llm_usage_logs_default")).isEqualTo("0");
        assertThat(ask(endpoint, COUNT + "llm_usage_logs")).isEqualTo("1");
        assertThat(ask(
                        endpoint,
                        COUNT + "pg_indexes where tablename ~ '_y\\d{4}m\\d\\d$' and indexname like '%key_id%'"))
                .isEqualTo("5");
    }

    @Test
    void tellAWrongPasswordInOneSentenceWithoutIt() throws Exception {
        // Given
        Endpoint endpoint = with(emptyDatabase(), "postgres", "penstock", "s3cret-guess");

        // When
        refused(endpoint)
                // Then
                .hasMessage("PostgreSQL at " + endpoint.place()
                        + " does not accept the password of the user \"penstock\": correct DATABASE_URL.");
    }

    @Test
    void tellInOneSentenceThatNobodyListens() throws Exception {
        // Given
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        // When
        assertThatThrownBy(() -> Database.openExternal("postgresql://u:s3cret@127.0.0.1:" + port + "/d"))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot connect to PostgreSQL at 127.0.0.1:" + port + "/d (")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void tellInOneSentenceThatTheDatabaseOrTheHostIsUnknown() throws Exception {
        Endpoint endpoint = emptyDatabase();
        refused(with(endpoint, "nowhere", endpoint.user(), endpoint.password()))
                .hasMessageContaining("has no such database: create it");
        assertThatThrownBy(() -> Database.openExternal("postgresql://u:s3cret@no-such-host.invalid/d"))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("the host name is unknown");
    }

    @Test
    void tellInOneSentenceWhichRightIsMissing() throws Exception {
        // Given
        Endpoint endpoint = emptyDatabase();
        execute(superuser(endpoint.database()), "create role guest_" + endpoint.database() + " login password 'p'");

        // When
        refused(with(endpoint, endpoint.database(), "guest_" + endpoint.database(), "p"))
                // Then
                .hasMessageContaining("denies the user \"guest_")
                .hasMessageContaining("grant it CREATE");
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(Endpoint endpoint) {
        return assertThatThrownBy(() -> Database.openExternal(url(endpoint)))
                .isInstanceOf(StoreException.class)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(endpoint.password().length() > 1 ? endpoint.password() : "no password")
                .hasNoCause();
    }

    private static Endpoint migrated() throws Exception {
        Endpoint endpoint = emptyDatabase();
        Migrations.run(endpoint);
        return endpoint;
    }
}
