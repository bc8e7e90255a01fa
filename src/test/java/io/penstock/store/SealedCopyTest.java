package io.penstock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.access.Caller;
import io.penstock.access.KeyHash;
import io.penstock.access.KeyRing;
import io.penstock.access.Role;
import io.penstock.config.CatalogDocument;
import io.penstock.config.CatalogKind;
import io.penstock.config.SettingsLoader;
import io.penstock.config.Withheld;
import io.penstock.routing.NamePattern;
import io.penstock.routing.PowerLevel;
import io.penstock.routing.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedCopyTest {
    private static final String PLACE = "db.example.org:5432/penstock";

    @TempDir
    private Path directory;

    @Test
    void givesBackWhatWasKept() throws Exception {
        // Given
        SealedCopy.Content content = content();

        // When
        new SealedCopy(directory, PLACE).keep(content);
        SealedCopy.Content kept = new SealedCopy(directory, PLACE).read();

        // Then
        assertThat(kept.document()).isEqualTo(content.document());
        assertThat(kept.document().providers().keySet())
                .containsExactlyElementsOf(content.document().providers().keySet());
        assertThat(kept.withheld()).isEqualTo(content.withheld());
        assertThat(kept.keys().callers()).isEqualTo(content.keys().callers());
    }

    @Test
    void holdsNothingAtFirstAndNothingOfAnotherDatabase() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory, PLACE);
        assertThat(copy.read()).isNull();
        copy.keep(content());
        SealedCopy other = new SealedCopy(directory, "elsewhere:5432/penstock");

        // When
        Files.copy(copy.path(), other.path());

        // Then
        assertThatThrownBy(other::read)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("was changed or cut off, or was sealed with another key: remove it.");
    }

    @Test
    void isForItsOwnerAloneAndShowsNothing() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory.resolve("new"), PLACE);

        // When
        copy.keep(content());

        // Then
        try (Stream<Path> files = Files.list(directory.resolve("new"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("openai", "caller-name");
            }
        }
    }

    @Test
    void isRefusedWhereverAByteOfItWasChanged() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory, PLACE);
        copy.keep(content());
        byte[] whole = Files.readAllBytes(copy.path());
        Random random = new Random(1);

        for (int i = 0; i < 60; i++) {
            // When
            byte[] changed = whole.clone();
            int place = i < 40 ? i : random.nextInt(whole.length);
            changed[place] ^= (byte) (1 << random.nextInt(8));
            Files.write(copy.path(), changed);

            // Then
            assertThatThrownBy(copy::read).as("byte " + place).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void isRefusedWhereverItIsCutOff() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory, PLACE);
        copy.keep(content());
        byte[] whole = Files.readAllBytes(copy.path());

        for (int length : List.of(0, 5, 15, 20, 27, 30, 43, 60, whole.length / 2, whole.length - 1)) {
            // When
            Files.write(copy.path(), java.util.Arrays.copyOf(whole, length));

            // Then
            assertThatThrownBy(copy::read).as(length + " bytes").isInstanceOf(StoreException.class);
        }
    }

    @Test
    void isRefusedWithoutItsKeyAndWrittenAnewWithAnother() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory, PLACE);
        copy.keep(content());

        // When
        Files.write(directory.resolve("copy.key"), new byte[5]);

        // Then
        assertThatThrownBy(copy::read).hasMessageContaining("cannot be opened without the key");
        SealedCopy next = new SealedCopy(directory, PLACE);
        next.keep(content());
        assertThat(next.read()).isNotNull();
    }

    @Test
    void isNotWrittenAgainWhereNothingChangedAndLeavesNoOtherFile() throws Exception {
        // Given
        SealedCopy copy = new SealedCopy(directory, PLACE);
        copy.keep(content());
        byte[] first = Files.readAllBytes(copy.path());

        // When
        copy.keep(content());

        // Then
        assertThat(Files.readAllBytes(copy.path())).isEqualTo(first);
        copy.keep(new SealedCopy.Content(CatalogDocument.EMPTY, Withheld.NOTHING, KeyRing.EMPTY));
        assertThat(Files.readAllBytes(copy.path())).isNotEqualTo(first);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder(
                            "copy.key", copy.path().getFileName().toString());
        }
    }

    @Test
    void doesNoHarmWhereTheDirectoryCannotBeWrittenTo() {
        // Given
        SealedCopy copy = new SealedCopy(Path.of("/dev/null/penstock"), PLACE);

        // When
        copy.keep(new SealedCopy.Content(CatalogDocument.EMPTY, Withheld.NOTHING, KeyRing.EMPTY));

        // Then
        assertThat(copy.read()).isNull();
    }

    private static SealedCopy.Content content() throws Exception {
        CatalogDocument document = new SettingsLoader(Map.of())
                .load()
                .catalog()
                .shipped()
                .with(CatalogKind.RULE, "rule", (com.fasterxml.jackson.databind.node.ObjectNode)
                        new ObjectMapper().readTree("{\"models\": [\"*\"], \"n\": [1, null, true]}"));
        Caller plain = new Caller(new UUID(1, 2), "caller-name", Role.ADMIN, Caller.NEVER);
        Caller bounded = new Caller(
                new UUID(3, 4),
                "x",
                Role.USER,
                5,
                PowerLevel.ECO,
                new Scope(List.of(new NamePattern("gpt-*")), Set.of("openai"), Set.of("eu", "")));
        return new SealedCopy.Content(
                document,
                new Withheld(Set.of("groq"), Set.of("openai/gpt-4o")),
                new KeyRing(Map.of(KeyHash.of("a"), plain, KeyHash.of("b"), bounded)));
    }
}
