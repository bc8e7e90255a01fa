package io.penstock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** Looks into the embedded database of a running Penstock from outside, and at the processes that run it. */
final class EmbeddedRows {
    private final Path dataDirectory;

    EmbeddedRows(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** The first column of the first row, as text. */
    String ask(String sql) throws SQLException, IOException {
        String port = Files.readAllLines(dataDirectory.resolve("postgres").resolve("postmaster.pid"))
                .get(3);
        String password =
                Files.readString(dataDirectory.resolve("postgres.password")).strip();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port.strip() + "/penstock", "penstock", password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Asks until the answer is what is expected; fails with the last one after ten seconds. */
    void await(String sql, String expected) throws SQLException, IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        String last = ask(sql);
        while (!Objects.equals(last, expected)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(sql + "\nsays " + last + " and not " + expected);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            last = ask(sql);
        }
    }

    /** The PostgreSQL processes that run from this data directory. */
    List<String> processes() throws IOException {
        Path real = dataDirectory.toRealPath();
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .filter(command -> Path.of(command).startsWith(real))
                .toList();
    }
}
