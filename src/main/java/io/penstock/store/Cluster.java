package io.penstock.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import javax.sql.DataSource;

/**
 * The embedded server's data and its password, both for the owner alone. The file {@code postgres.creating} stands while
 * the data are being made; where a start finds it, an earlier one was killed before there was anything to lose.
 */
final class Cluster {
    static final String DATABASE = "penstock";
    static final String USER = "penstock";

    private static final int PASSWORD_BYTES = 32;

    private final Path data;
    private final Path creating;
    private final Path passwordFile;

    Cluster(Path dataDirectory) {
        data = dataDirectory.resolve("postgres");
        creating = dataDirectory.resolve("postgres.creating");
        passwordFile = dataDirectory.resolve("postgres.password");
    }

    Path data() {
        return data;
    }

    Path passwordFile() {
        return passwordFile;
    }

    /** Whether the data are there; if not, what an unfinished start left is removed, and a new password is made. */
    boolean ready() throws IOException {
        if (!Files.exists(creating) && Files.exists(data.resolve("PG_VERSION"))) {
            return true;
        }
        if (Files.exists(creating)) {
            OwnerOnly.deleteTree(data);
        } else {
            OwnerOnly.write(creating, "");
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        OwnerOnly.write(passwordFile, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
        return false;
    }

    String password() throws IOException {
        if (!Files.exists(passwordFile)) {
            throw new StoreException("The password of the embedded database is missing: bring back " + passwordFile
                    + ", which belongs to " + data + ".");
        }
        return Files.readString(passwordFile).strip();
    }

    /** The last step of making it: a role with no more rights than needed, and its database. */
    void finish(DataSource superuser) throws SQLException, IOException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            // The password is base64url, so it needs no quoting.
            statement.execute("create role " + USER + " login password '" + password() + "'");
            statement.execute("create database " + DATABASE + " owner " + USER);
        }
        OwnerOnly.delete(creating);
    }
}
