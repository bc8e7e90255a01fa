package io.penstock.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one directory a Penstock keeps its files in, locked for as long as it is open: the file {@code lock} in it names
 * our process. The operating system drops the lock when the process ends, however it ends.
 */
public final class DataDirectory implements AutoCloseable {
    private static final String CURE = "set PENSTOCK_DATA_DIR to another directory";

    // Closing any second channel on the file would drop the process's lock, so this process asks itself first.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory if it is absent (rights 0700) and locks it.
     *
     * @throws StoreException if it cannot be written to, or another Penstock holds it
     */
    public static DataDirectory open(Path wanted) {
        Path path = created(wanted.toAbsolutePath().normalize());
        if (!HELD.add(path)) {
            throw inUse(path, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DataDirectory(path, locked(path));
        } catch (IOException e) {
            HELD.remove(path);
            throw new StoreException("The data directory " + path + " is not writable (" + reason(e)
                    + "): give it to the user Penstock runs as, or " + CURE + ".");
        } catch (StoreException e) {
            HELD.remove(path);
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    /** Releases the lock; the second call does nothing. */
    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            // The process ends next, and its end releases the lock as well.
            return;
        } finally {
            HELD.remove(path);
        }
    }

    private static Path created(Path path) {
        try {
            OwnerOnly.createDirectories(path);
            return path.toRealPath();
        } catch (IOException e) {
            throw new StoreException(
                    "The data directory " + path + " cannot be made (" + reason(e) + "): " + CURE + ".");
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        Path file = path.resolve("lock");
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.rights("rw-------"));
        try {
            if (channel.tryLock() == null) {
                throw inUse(path, Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(
                    StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
            return channel;
        } catch (IOException | StoreException e) {
            channel.close();
            throw e;
        }
    }

    private static StoreException inUse(Path path, String pid) {
        return new StoreException("The data directory " + path + " is in use by another Penstock"
                + (pid.isEmpty() ? "" : " (pid " + pid + ")") + ": stop it, or " + CURE + ".");
    }

    private static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.AccessDeniedException denied -> "permission denied: " + denied.getFile();
            case java.nio.file.FileAlreadyExistsException there -> there.getFile() + " is not a directory";
            case java.nio.file.FileSystemException other
            when other.getReason() != null -> other.getReason() + ": " + other.getFile();
            default -> e.getClass().getSimpleName();
        };
    }
}
