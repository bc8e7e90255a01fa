package io.penstock.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to the tables this version knows, from the SQL files in {@code db/migration}. Blocks; replicas that
 * start at once wait for one another on Flyway's own lock.
 */
final class Migrations {
    private static final int SERVER_VERSION_MIN = 140_000;

    // The last column saves Flyway's ten seconds of trying to make its table where it may not.
    private static final String INSPECT = """
            select current_setting('server_version_num')::int,
                   current_setting('server_version'),
                   to_regclass('flyway_schema_history') is not null
                       or coalesce(has_schema_privilege(current_schema(), 'CREATE'), false)
            """;

    // The driver prints to the console beside the one sentence; a logger nobody holds would forget its level.
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    static {
        DRIVER.setLevel(Level.OFF);
    }

    private Migrations() {}

    /**
     * Connects, looks at the server, migrates.
     *
     * @return the server's version, such as {@code 18.6}
     * @throws StoreException if any of it is refused
     */
    static String run(Endpoint endpoint) {
        DataSource source = endpoint.dataSource();
        String version = inspect(source, endpoint);
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw ServerRefusal.of(endpoint, e);
        }
        return version;
    }

    private static String inspect(DataSource source, Endpoint endpoint) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(INSPECT)) {
            row.next();
            String version = row.getString(2).split(" ", 2)[0];
            if (row.getInt(1) < SERVER_VERSION_MIN) {
                throw new StoreException("PostgreSQL at " + endpoint.place() + " has version " + version
                        + ", and Penstock needs " + SERVER_VERSION_MIN / 10_000 + " or newer.");
            }
            if (!row.getBoolean(3)) {
                throw ServerRefusal.missingRight(endpoint, "it may not create tables");
            }
            return version;
        } catch (SQLException e) {
            throw ServerRefusal.of(endpoint, e);
        }
    }
}
