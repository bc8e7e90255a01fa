package io.penstock.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's programs, unpacked below the data directory from the archive on the class path. The file {@code complete}
 * beside them tells how much was unpacked from what; where it does not agree with what is there (a first start was
 * killed, the archive is another), all is unpacked again.
 */
final class Binaries implements PgBinaryResolver {
    private final Path root;
    private final Path unpacked;
    private final Path complete;

    Binaries(Path dataDirectory) {
        root = dataDirectory.resolve("postgres-binaries");
        // Unpacking makes its directory writable for all, so it is nested in one that only we may enter.
        unpacked = root.resolve("unpacked");
        complete = root.resolve("complete");
    }

    Path directory() {
        return unpacked;
    }

    /** Whether everything is in place; if not, what is there is removed. */
    boolean ready() throws IOException {
        OwnerOnly.createDirectories(root);
        if (Files.exists(complete) && Files.readString(complete).equals(tally())) {
            return true;
        }
        Files.deleteIfExists(complete);
        OwnerOnly.deleteTree(unpacked);
        return false;
    }

    /** Writes down that the programs have been unpacked and did run. */
    void markComplete() throws IOException {
        try (Stream<Path> versions = Files.list(unpacked)) {
            // Its own mark must be the youngest file, or it takes itself for incomplete; slow disks miss that.
            for (Path mark : versions.map(version -> version.resolve(".exists")).toList()) {
                Files.write(mark, Files.readAllBytes(mark));
            }
        }
        OwnerOnly.write(complete, tally());
    }

    /** @throws StoreException if the class path has no programs for this machine */
    static void require(String system, String machine) {
        if (archive(system, machine) == null) {
            throw new StoreException("There is no embedded PostgreSQL for " + system + " on " + machine
                    + ": set DATABASE_URL to a PostgreSQL server of your own.");
        }
    }

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        URL archive = archive(system, machine);
        if (archive == null) {
            throw new IOException("no programs for " + system + " on " + machine);
        }
        return archive.openStream();
    }

    private static @Nullable URL archive(String system, String machine) {
        String kernel = system.startsWith("Mac") ? "darwin" : system.toLowerCase(Locale.ROOT);
        String name = "postgres-" + kernel + "-" + ArchUtils.normalize(machine) + ".txz";
        return EmbeddedPostgres.class.getClassLoader().getResource(name);
    }

    private String tally() throws IOException {
        if (!Files.isDirectory(unpacked)) {
            return "nothing";
        }
        try (Stream<Path> tree = Files.walk(unpacked)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            long bytes = 0;
            for (Path file : files) {
                bytes += Files.size(file);
            }
            return files.size() + " files, " + bytes + " bytes\n";
        }
    }
}
