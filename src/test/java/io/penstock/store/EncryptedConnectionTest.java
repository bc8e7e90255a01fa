package io.penstock.store;

import static io.penstock.store.SharedServer.ask;
import static io.penstock.store.SharedServer.emptyDatabase;
import static io.penstock.store.SharedServer.execute;
import static io.penstock.store.SharedServer.superuser;
import static io.penstock.store.SharedServer.url;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both drivers against a server that speaks TLS with a certificate of its own making, for the name localhost. */
class EncryptedConnectionTest {
    private static final String USES_TLS = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";

    @TempDir
    private static Path temporary;

    private static Path certificate;

    @BeforeAll
    static void letTheServerSpeakTls() throws Exception {
        TestCertificate made = TestCertificate.selfSigned(temporary, "localhost");
        certificate = made.certificate();
        Path key = made.key();
        set("ssl_cert_file", certificate.toString());
        set("ssl_key_file", key.toString());
        set("ssl", "on");
        execute(superuser("postgres"), "select pg_reload_conf()");
    }

    @AfterAll
    static void letItSpeakInClearAgain() throws Exception {
        execute(superuser("postgres"), "alter system reset all");
        execute(superuser("postgres"), "select pg_reload_conf()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?sslmode=prefer",
                "?sslmode=require",
                "?sslmode=verify-ca&sslrootcert=",
                "?sslmode=verify-full&sslrootcert="
            })
    void isEncryptedInBothDrivers(String parameters) throws Exception {
        // Given
        String url = url(emptyDatabase()).replace("127.0.0.1", "localhost")
                + parameters
                + (parameters.endsWith("=") ? certificate : "");

        // When
        Endpoint endpoint = DatabaseUrl.parse(url);
        Database.openExternal(url).close();

        // Then
        assertThat(ask(endpoint, USES_TLS)).isEqualTo("t");
        assertThat(clientUsesTls(endpoint)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?sslmode=verify-ca", "?sslmode=verify-full", "?sslmode=verify-full&sslrootcert=system"})
    void isRefusedByBothDriversWhenTheJvmDoesNotTrustTheServer(String parameters) throws Exception {
        // Given
        String url = url(emptyDatabase()) + parameters;

        // When
        assertThatThrownBy(() -> Database.openExternal(url))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("Cannot connect to PostgreSQL at ")
                .hasMessageContaining("certif");
        assertThatThrownBy(() -> clientUsesTls(DatabaseUrl.parse(url))).isNotNull();
    }

    @Test
    void isRefusedByBothDriversUnderAnotherName() throws Exception {
        // Given
        String url = url(emptyDatabase()) + "?sslmode=verify-full&sslrootcert=" + certificate;

        // When
        assertThatThrownBy(() -> Database.openExternal(url))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("127.0.0.1");
        assertThatThrownBy(() -> clientUsesTls(DatabaseUrl.parse(url))).isNotNull();
    }

    private static boolean clientUsesTls(Endpoint endpoint) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            PgConnection connection = Await.result(PgConnection.connect(vertx, endpoint.connectOptions()));
            return Await.result(connection.query(USES_TLS).execute())
                    .iterator()
                    .next()
                    .getBoolean(0);
        } finally {
            Await.result(vertx.close());
        }
    }

    private static void set(String name, String value) throws Exception {
        execute(superuser("postgres"), "alter system set " + name + " = '" + value + "'");
    }
}
