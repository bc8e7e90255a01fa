package io.penstock;

import io.penstock.config.Settings;
import io.penstock.store.DataDirectory;
import io.penstock.store.Database;
import io.penstock.store.SealedCopy;
import io.penstock.store.StoreException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as the start found it.
 *
 * @param database migrated, unless it is away
 * @param copies where a copy of its rows is kept
 * @param copy what the start has instead of it; {@code null} where it is there
 */
record OpenedStore(Database database, SealedCopy copies, SealedCopy.@Nullable Content copy) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenedStore.class);

    /**
     * Opens it. The operator's own may be away where a copy is there to start from.
     *
     * @param undo closes it
     * @throws StoreException with the sentence for the operator
     */
    static OpenedStore open(Settings settings, Consumer<String> progress, Undo undo) {
        String url = settings.environment().databaseUrl();
        Path home = settings.environment().dataDirectory();
        if (url == null) {
            DataDirectory directory = DataDirectory.open(home);
            undo.add("data directory", directory);
            Database embedded = Database.openEmbedded(directory, progress);
            undo.add("database", embedded);
            return new OpenedStore(embedded, embedded.copy(home), null);
        }
        progress.accept("connecting to PostgreSQL ...");
        Database database = Database.external(url);
        undo.add("database", database);
        SealedCopy copies = database.copy(home);
        try {
            database.migrate();
            return new OpenedStore(database, copies, null);
        } catch (StoreException e) {
            SealedCopy.Content copy = e.away() ? readable(copies, e) : null;
            if (copy == null) {
                throw e;
            }
            LOG.warn(
                    "{} Started with the catalog and the access keys as they were last, from {}; it is tried again.",
                    e.getMessage(),
                    copies.path());
            return new OpenedStore(database, copies, copy);
        }
    }

    private static SealedCopy.@Nullable Content readable(SealedCopy copies, StoreException away) {
        try {
            return copies.read();
        } catch (StoreException unusable) {
            throw away.and(unusable);
        }
    }

    /** For the banner. */
    String description() {
        return database.description() + (copy == null ? "" : ", away: catalog and keys are those of the last run");
    }
}
