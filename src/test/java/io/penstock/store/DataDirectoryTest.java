package io.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void isMadeForItsOwnerAloneAndNamesTheProcessThatHoldsIt() throws Exception {
        // Given
        Path path = temporary.resolve("a/b");

        // When
        try (DataDirectory directory = DataDirectory.open(path)) {
            // Then
            assertThat(directory.path()).isEqualTo(path.toRealPath());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
            assertThat(path.resolve("lock")).hasContent(ProcessHandle.current().pid() + "\n");
        }
    }

    @Test
    void isRefusedToASecondAndFreeAgainWhenClosed() {
        // Given
        DataDirectory first = DataDirectory.open(temporary);

        // When
        assertThatThrownBy(() -> DataDirectory.open(temporary.resolve("../" + temporary.getFileName())))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessage("The data directory " + first.path() + " is in use by another Penstock (pid "
                        + ProcessHandle.current().pid()
                        + "): stop it, or set PENSTOCK_DATA_DIR to another directory.");
        first.close();
        first.close();
        DataDirectory.open(temporary).close();
    }

    @Test
    void isRefusedInOneSentenceWhereAFileStands() throws Exception {
        // Given
        Path file = Files.writeString(temporary.resolve("file"), "");

        // When
        assertThatThrownBy(() -> DataDirectory.open(file))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessage("The data directory " + file + " cannot be made (" + file
                        + " is not a directory): set PENSTOCK_DATA_DIR to another directory.");
        assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("set PENSTOCK_DATA_DIR");
    }

    @Test
    void isRefusedInOneSentenceWhereItCannotBeWritten() throws Exception {
        // Given
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Path closed = Files.createDirectory(temporary.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));

        // When
        assertThatThrownBy(() -> DataDirectory.open(closed))
                // Then
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is not writable (permission denied")
                .hasMessageContaining("set PENSTOCK_DATA_DIR");
    }
}
