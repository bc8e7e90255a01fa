package io.penstock.store;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One PostgreSQL database and how to log in to it, for both drivers: JDBC for the migrations, the pg-client for all else.
 *
 * @param rootCertificate a PEM file that {@code verify-ca} and {@code verify-full} trust; null is the JVM's own store
 * @param options what libpq calls {@code options}: settings for the session; may be empty
 */
record Endpoint(
        String host,
        int port,
        String database,
        String user,
        String password,
        SslMode sslMode,
        @Nullable String rootCertificate,
        String options) {
    private static final String APPLICATION_NAME = "penstock";
    private static final int CONNECT_TIMEOUT_SECONDS = 10;
    private static final int LOGIN_TIMEOUT_SECONDS = 20;
    private static final int PIPELINED_MAX = 64;

    /** Where it is, such as {@code db.example.org:5432/penstock}. */
    String place() {
        return bracketedHost() + ":" + port + "/" + database;
    }

    PgConnectOptions connectOptions() {
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(host)
                .setPort(port)
                .setDatabase(database)
                .setUser(user)
                .setPassword(password)
                .setSslMode(sslMode)
                .setPipeliningLimit(PIPELINED_MAX)
                .setCachePreparedStatements(true);
        Map<String, String> properties = connect.getProperties();
        properties.put("application_name", APPLICATION_NAME);
        if (!options.isEmpty()) {
            properties.put("options", options);
        }
        return sslMode == SslMode.DISABLE ? connect : connect.setSslOptions(sslOptions());
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {bracketedHost()});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName(APPLICATION_NAME);
        source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
        source.setLoginTimeout(LOGIN_TIMEOUT_SECONDS);
        source.setSslMode(sslMode.value);
        if (!options.isEmpty()) {
            source.setOptions(options);
        }
        if (rootCertificate != null) {
            source.setSslRootCert(rootCertificate);
        } else if (verifies()) {
            source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        return source;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Endpoint[" + user + "@" + place() + "]";
    }

    private String bracketedHost() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private boolean verifies() {
        return sslMode == SslMode.VERIFY_CA || sslMode == SslMode.VERIFY_FULL;
    }

    private ClientSSLOptions sslOptions() {
        ClientSSLOptions ssl = new ClientSSLOptions();
        ssl.setHostnameVerificationAlgorithm(sslMode == SslMode.VERIFY_FULL ? "HTTPS" : "");
        if (!verifies()) {
            // As libpq has it: below verify-ca the connection is encrypted, and whose it is stays unasked.
            ssl.setTrustAll(true);
        } else if (rootCertificate != null) {
            ssl.setTrustOptions(new PemTrustOptions().addCertPath(rootCertificate));
        } else {
            ssl.setTrustOptions(trustOfTheJvm());
        }
        return ssl;
    }

    private static TrustOptions trustOfTheJvm() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return TrustOptions.wrap(factory.getTrustManagers()[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM has a trust store", e);
        }
    }
}
