package io.penstock.store;

import java.sql.SQLException;

/** A database of its own for one test class, on the embedded server all tests share. */
public final class TestDatabase {
    private final Endpoint endpoint;

    private TestDatabase(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    public static TestDatabase empty() throws SQLException {
        return new TestDatabase(SharedServer.emptyDatabase());
    }

    /** For {@code DATABASE_URL}. */
    public String url() {
        return SharedServer.url(endpoint);
    }

    public void execute(String sql) throws SQLException {
        SharedServer.execute(endpoint, sql);
    }

    /** Ends all connections to it; who connects anew can. */
    public void disconnectClients() throws SQLException {
        SharedServer.disconnectClients(endpoint);
    }

    /** The first column of the first row, as text; null where there is no row. */
    public String ask(String sql) throws SQLException {
        return SharedServer.ask(endpoint, sql);
    }
}
