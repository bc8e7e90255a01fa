package io.penstock.store;

import io.vertx.pgclient.SslMode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own on a random port of 127.0.0.1, with its data, programs and password in the data directory.
 * Whoever opened it closes it; until then it is started again, on the same port, whenever it ends by itself. Its processes
 * survive ours when ours is killed, and the next start ends them.
 */
final class EmbeddedServer implements AutoCloseable {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final int PORT_TRIES_MAX = 3;
    private static final String LOOPBACK = "127.0.0.1";

    /** A small footprint, but none of its promises given up: what is committed is on disk. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("listen_addresses", LOOPBACK),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "50"),
            Map.entry("shared_buffers", "64MB"),
            Map.entry("max_wal_size", "256MB"),
            Map.entry("jit", "off"),
            Map.entry("log_checkpoints", "off"),
            Map.entry("log_min_messages", "log"),
            Map.entry("log_min_error_statement", "panic"));

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final int ANY_PORT = 0;
    private static final long RETRY_MILLIS = 500;
    private static final long RETRY_MILLIS_MAX = 60_000;

    private final Path dataDirectory;
    private final Binaries binaries;
    private final Cluster cluster;
    private final ServerProcesses processes;
    private final Endpoint endpoint;
    private final AtomicBoolean closed = new AtomicBoolean();

    // Guarded by this.
    private EmbeddedPostgres server;

    private EmbeddedServer(
            EmbeddedPostgres server, Path dataDirectory, Binaries binaries, Cluster cluster, ServerProcesses processes)
            throws IOException {
        this.server = server;
        this.dataDirectory = dataDirectory;
        this.binaries = binaries;
        this.cluster = cluster;
        this.processes = processes;
        this.endpoint = endpoint(server.getPort(), cluster.password());
    }

    static EmbeddedServer start(Path dataDirectory, Consumer<String> progress) {
        Binaries.require(System.getProperty("os.name"), System.getProperty("os.arch"));
        Binaries binaries = new Binaries(dataDirectory);
        Cluster cluster = new Cluster(dataDirectory);
        ServerProcesses processes = new ServerProcesses(binaries.directory(), cluster.data());
        try {
            processes.stop(progress);
            boolean unpacked = binaries.ready();
            boolean created = cluster.ready();
            tell(progress, unpacked, created);
            EmbeddedPostgres server = launch(dataDirectory, binaries, cluster, processes, ANY_PORT);
            finish(server, unpacked ? null : binaries, created ? null : cluster, processes);
            EmbeddedServer started = new EmbeddedServer(server, dataDirectory, binaries, cluster, processes);
            started.watch();
            return started;
        } catch (IOException | SQLException e) {
            throw new StoreException(
                    "The embedded PostgreSQL in " + dataDirectory + " did not start (" + ServerRefusal.firstLine(e)
                            + "): mend that, or set DATABASE_URL to a PostgreSQL server of your own.");
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Stops the server and waits for its end; the second call does nothing. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        synchronized (this) {
            try {
                server.close();
                processes.stop();
            } catch (IOException e) {
                // Nothing is lost: the next start ends what still runs.
                return;
            }
        }
    }

    private void watch() throws IOException {
        processes
                .postmaster()
                .ifPresent(first -> Thread.ofVirtual().name("postgres-watch").start(() -> {
                    first.onExit().join();
                    revive();
                }));
    }

    /** It has ended by itself: as where the kernel was short of memory, or somebody killed it. */
    private void revive() {
        long millis = RETRY_MILLIS;
        if (!closed.get()) {
            LOG.warn(
                    "the embedded PostgreSQL has ended by itself and is started again; {} may say why",
                    logIn(dataDirectory));
        }
        while (!closed.get() && !revived()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
            millis = Math.min(2 * millis, RETRY_MILLIS_MAX);
        }
    }

    private synchronized boolean revived() {
        if (closed.get()) {
            return true;
        }
        try {
            // Frees the lock on the data; there is nothing left to stop.
            server.close();
            processes.stop(progress -> {});
            server = launch(dataDirectory, binaries, cluster, processes, endpoint.port());
            watch();
            LOG.info("the embedded PostgreSQL is back");
            return true;
        } catch (IOException e) {
            LOG.warn("the embedded PostgreSQL does not start, it is tried again: {}", ServerRefusal.firstLine(e));
            return false;
        }
    }

    private static Path logIn(Path dataDirectory) {
        return dataDirectory.resolve("postgres.log");
    }

    private static void tell(Consumer<String> progress, boolean unpacked, boolean created) {
        if (!unpacked) {
            progress.accept("unpacking PostgreSQL (first start only) ...");
        }
        if (!created) {
            progress.accept("creating the database (first start only) ...");
        }
    }

    /** What a first start adds once the server runs; null is what needs nothing more. */
    private static void finish(
            EmbeddedPostgres server, @Nullable Binaries binaries, @Nullable Cluster cluster, ServerProcesses processes)
            throws IOException, SQLException {
        try {
            if (binaries != null) {
                binaries.markComplete();
            }
            if (cluster != null) {
                cluster.finish(server.getPostgresDatabase());
            }
        } catch (IOException | SQLException e) {
            processes.stop();
            throw e;
        }
    }

    private static EmbeddedPostgres launch(
            Path dataDirectory, Binaries binaries, Cluster cluster, ServerProcesses processes, int port)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerLog log = ServerLog.open(logIn(dataDirectory));
            try {
                return launch(builder(binaries, cluster, log).setPort(port), log);
            } catch (IOException e) {
                processes.stop();
                // The port was free a moment ago, and somebody else took it.
                if (attempt == PORT_TRIES_MAX || !log.contains("could not create any TCP/IP sockets")) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedPostgres launch(EmbeddedPostgres.Builder builder, ServerLog log) throws IOException {
        EmbeddedPostgres server;
        try {
            server = StartWatch.during(builder::start, log);
        } catch (IOException | RuntimeException | ExceptionInInitializerError e) {
            Thread.interrupted();
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new IOException(log.complaint(ServerRefusal.firstLine(root)) + "; see " + log.file(), e);
        }
        if (Thread.interrupted()) {
            server.close();
            throw new IOException(log.complaint("interrupted") + "; see " + log.file());
        }
        return server;
    }

    private static EmbeddedPostgres.Builder builder(Binaries binaries, Cluster cluster, ServerLog log)
            throws IOException {
        // Without it, the builder cleans up in a directory of the shared temporary one, where others can lay traps.
        System.setProperty("ot.epg.working-dir", binaries.directory().toString());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries)
                .setOverrideWorkingDirectory(binaries.directory().toFile())
                .setDataDirectory(cluster.data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_MAX)
                .setOutputRedirector(log.redirect())
                .setLocaleConfig("locale", "C")
                // Options of initdb like the locale: from the first moment, no login without the password.
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", cluster.passwordFile().toString())
                .setConnectConfig("password", cluster.password());
        SETTINGS.forEach(builder::setServerConfig);
        return builder;
    }

    private static Endpoint endpoint(int port, String password) {
        return new Endpoint(LOOPBACK, port, Cluster.DATABASE, Cluster.USER, password, SslMode.DISABLE, null, "");
    }
}
