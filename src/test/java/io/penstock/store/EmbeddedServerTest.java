package io.penstock.store;

import static io.penstock.store.SharedServer.ask;
import static io.penstock.store.SharedServer.execute;
import static io.penstock.store.SharedServer.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts and stops servers on one data directory, so that it is unpacked once; every test leaves it whole. */
class EmbeddedServerTest {
    @TempDir
    private static Path temporary;

    private static Path directory;

    private final List<String> progress = new ArrayList<>();

    @BeforeAll
    static void startForTheFirstTime() throws IOException {
        directory = temporary.resolve("with a space").toAbsolutePath();
        OwnerOnly.createDirectories(directory);
        directory = directory.toRealPath();
        List<String> told = new ArrayList<>();
        EmbeddedServer.start(directory, told::add).close();
        assertThat(told)
                .containsExactly(
                        "unpacking PostgreSQL (first start only) ...", "creating the database (first start only) ...");
    }

    @Test
    void keepsItsDataFromOneStartToTheNextAndHasNothingToTell() throws Exception {
        // Given
        try (EmbeddedServer server = start()) {
            execute(server.endpoint(), "create table kept as select 42 as answer");
        }

        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(ask(server.endpoint(), "select answer from kept")).isEqualTo("42");
            assertThat(progress).isEmpty();
        }
    }

    @Test
    void bringsWhatIsCommittedToTheDiskAndListensOnLoopbackAlone() throws Exception {
        try (EmbeddedServer server = start()) {
            assertThat(ask(server.endpoint(), "show fsync")).isEqualTo("on");
            assertThat(ask(server.endpoint(), "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server.endpoint(), "show full_page_writes")).isEqualTo("on");
            assertThat(ask(server.endpoint(), "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(superuser(server), "show unix_socket_directories")).isEmpty();
            assertThat(ask(server.endpoint(), "show server_encoding")).isEqualTo("UTF8");
            assertThat(ask(server.endpoint(), "show max_connections")).isEqualTo("50");
        }
    }

    @Test
    void comesBackOnTheSamePortWithItsDataWhenItIsKilled() throws Exception {
        try (EmbeddedServer server = start()) {
            // Given
            execute(server.endpoint(), "create table survivor as select 43 as answer");
            ProcessHandle killed = postmaster();

            // When
            killed.destroyForcibly();
            killed.onExit().join();

            // Then
            Await.until("back", () -> answers(server));
            assertThat(postmaster().pid()).isNotEqualTo(killed.pid());
            assertThat(ask(server.endpoint(), "select answer from survivor")).isEqualTo("43");
        }
        assertThat(directory.resolve("postgres/postmaster.pid")).as("closed").doesNotExist();
    }

    private static boolean answers(EmbeddedServer server) {
        try {
            return "1".equals(ask(server.endpoint(), "select 1"));
        } catch (SQLException e) {
            return false;
        }
    }

    @Test
    void letsNobodyInWithoutThePasswordAndItsOwnUserIsNoSuperuser() throws Exception {
        try (EmbeddedServer server = start()) {
            for (String user : List.of("postgres", "penstock")) {
                for (String password : List.of("", "guess")) {
                    Endpoint guess = with(server.endpoint(), "postgres", user, password);
                    assertThatThrownBy(() -> ask(guess, "select 1")).hasMessageContaining("password");
                }
            }
            assertThat(ask(server.endpoint(), "show is_superuser")).isEqualTo("off");
        }
    }

    @Test
    void keepsItsFilesToTheirOwner() throws Exception {
        assertThat(rights("postgres")).isEqualTo("rwx------");
        assertThat(rights("postgres-binaries")).isEqualTo("rwx------");
        assertThat(rights("postgres.password")).isEqualTo("rw-------");
        assertThat(rights("postgres.log")).isEqualTo("rw-------");
    }

    @Test
    void startsOverAPidFileThatNamesAStranger() throws Exception {
        // Given
        String stranger =
                ProcessHandle.current().pid() + "\n" + directory.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n";
        Files.writeString(directory.resolve("postgres/postmaster.pid"), stranger);

        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(ask(server.endpoint(), "select 1")).isEqualTo("1");
            assertThat(progress).isEmpty();
        }
    }

    @Test
    void refusesASecondPenstockAndAfterItIsKilledStopsTheServerItLeft() throws Exception {
        // Given
        HeldStore killed = HeldStore.open(directory);
        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use by another Penstock (pid " + killed.pid() + ")");
        killed.close();
        ProcessHandle orphan = postmaster();
        assertThat(orphan.isAlive()).isTrue();

        // When
        try (DataDirectory held = DataDirectory.open(directory);
                Database database = Database.openEmbedded(held, progress::add)) {
            // Then
            assertThat(progress).containsExactly("stopping the PostgreSQL that a killed Penstock left behind ...");
            assertThat(database.description()).matches("embedded PostgreSQL 18\\.\\d+ in .*");
            assertThat(postmaster().pid()).isNotEqualTo(orphan.pid());
        }
    }

    @Test
    void makesItsDataAnewWhenTheFirstStartWasKilledMeanwhile() throws Exception {
        // Given
        Path other = temporary.resolve("killed");
        HeldStore.started(other, "creating the database").close();
        assertThat(other.resolve("postgres-binaries/complete")).doesNotExist();
        assertThat(other.resolve("postgres.creating")).exists();

        // When
        try (DataDirectory held = DataDirectory.open(other);
                Database database = Database.openEmbedded(held, progress::add)) {
            // Then
            assertThat(progress).contains("creating the database (first start only) ...");
            assertThat(other.resolve("postgres.creating")).doesNotExist();
            assertThat(database.description()).contains(other.getFileName().toString());
        }
    }

    @Test
    void removesTheHalfMadeDataOfAKilledStart() throws Exception {
        // Given
        Path other = Files.createDirectories(temporary.resolve("half/postgres"))
                .getParent()
                .toRealPath();
        Files.createFile(other.resolve("postgres.creating"));
        Files.writeString(other.resolve("postgres/postgresql.conf"), "half a lin");
        copyBinaries(other);

        // When
        try (EmbeddedServer server = EmbeddedServer.start(other, progress::add)) {
            // Then
            assertThat(ask(server.endpoint(), "select 1")).isEqualTo("1");
            assertThat(progress).containsExactly("creating the database (first start only) ...");
        }
    }

    @Test
    void unpacksAgainWhenAProgramIsCutShort() throws Exception {
        // Given
        try (Stream<Path> tree = Files.walk(directory.resolve("postgres-binaries"))) {
            Path program = tree.filter(path -> path.endsWith("bin/postgres"))
                    .findFirst()
                    .orElseThrow();
            Files.write(program, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        }

        // When
        try (EmbeddedServer server = start()) {
            // Then
            assertThat(ask(server.endpoint(), "select 1")).isEqualTo("1");
            assertThat(progress).containsExactly("unpacking PostgreSQL (first start only) ...");
        }
    }

    @Test
    void tellsAtOnceAndInOneSentenceWhyItDoesNotStart() throws Exception {
        // Given
        Path settings = directory.resolve("postgres/postgresql.conf");
        String whole = Files.readString(settings);
        Files.writeString(settings, whole + "\nno_such_setting = 1\n");
        long start = System.nanoTime();

        // When
        Throwable refusal = catchThrowable(this::start);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Files.writeString(settings, whole);

        // Then
        assertThat(refusal)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("did not start (configuration file")
                .hasMessageContaining("contains errors; see " + directory.resolve("postgres.log"))
                .hasMessageContaining("DATABASE_URL");
        assertThat(took).isLessThan(Duration.ofSeconds(20));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void tellsThatItsPasswordIsMissing() throws Exception {
        // Given
        Path file = directory.resolve("postgres.password");
        String password = Files.readString(file);
        Files.delete(file);

        // When
        Throwable refusal = catchThrowable(this::start);
        OwnerOnly.write(file, password);

        // Then
        assertThat(refusal).isInstanceOf(StoreException.class).hasMessageContaining("bring back " + file);
    }

    @Test
    void tellsThatAPlatformWithoutProgramsNeedsDatabaseUrl() {
        assertThatThrownBy(() -> Binaries.require("Windows 11", "amd64"))
                .isInstanceOf(StoreException.class)
                .hasMessage("There is no embedded PostgreSQL for Windows 11 on amd64:"
                        + " set DATABASE_URL to a PostgreSQL server of your own.");
    }

    @Test
    void isClosedTwiceAsOnceAndLeavesNoProcess() throws Exception {
        // Given
        EmbeddedServer server = start();
        ProcessHandle postmaster = postmaster();

        // When
        server.close();
        server.close();

        // Then
        assertThat(postmaster.info().command()).as("a zombie at most").isEmpty();
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private EmbeddedServer start() {
        return EmbeddedServer.start(directory, progress::add);
    }

    private static Endpoint superuser(EmbeddedServer server) {
        return with(server.endpoint(), "postgres", "postgres", server.endpoint().password());
    }

    private static ProcessHandle postmaster() throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("postgres/postmaster.pid")).getFirst();
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static String rights(String file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
    }

    private static void copyBinaries(Path other) throws Exception {
        int status = new ProcessBuilder(
                        "cp", "-a", directory.resolve("postgres-binaries").toString(), other.toString())
                .start()
                .waitFor();
        assertThat(status).isZero();
    }
}
