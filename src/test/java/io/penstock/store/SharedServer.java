package io.penstock.store;

import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** One embedded server for all tests of the JVM, started at the first need; each test takes a database of its own. */
final class SharedServer {
    private static final Path DIRECTORY = temporary();
    private static final EmbeddedServer SERVER = started();

    private SharedServer() {}

    /** An empty database that the user {@code penstock} owns. */
    static Endpoint emptyDatabase() throws SQLException {
        String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
        execute(superuser("postgres"), "create database " + name + " owner penstock");
        Endpoint server = SERVER.endpoint();
        return with(server, name, server.user(), server.password());
    }

    static Endpoint superuser(String database) {
        Endpoint server = SERVER.endpoint();
        return with(server, database, "postgres", server.password());
    }

    static Endpoint with(Endpoint server, String database, String user, String password) {
        return new Endpoint(server.host(), server.port(), database, user, password, SslMode.DISABLE, null, "");
    }

    static String url(Endpoint endpoint) {
        return "postgresql://" + endpoint.user() + ":" + endpoint.password() + "@" + endpoint.place();
    }

    static void execute(Endpoint endpoint, String sql) throws SQLException {
        try (Connection connection = endpoint.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row; null where there is no row. */
    static String ask(Endpoint endpoint, String sql) throws SQLException {
        try (Connection connection = endpoint.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Ends all connections of clients to that database; a worker of PostgreSQL's own may be there too, and is let be. */
    static void disconnectClients(Endpoint endpoint) throws SQLException {
        String clients = "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend'";
        execute(superuser("postgres"), clients + " and datname = '" + endpoint.database() + "'");
    }

    private static EmbeddedServer started() {
        EmbeddedServer server = EmbeddedServer.start(DIRECTORY, progress -> {});
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            server.close();
            try {
                OwnerOnly.deleteTree(DIRECTORY);
            } catch (IOException e) {
                System.err.println("left behind: " + DIRECTORY);
            }
        }));
        return server;
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("penstock-test").toRealPath();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
