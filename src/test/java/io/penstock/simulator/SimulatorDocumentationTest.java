package io.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page for users tells of every model there is, and of none there is not. */
class SimulatorDocumentationTest {

    private static final Path PAGE = Path.of("docs/simulator.md");

    @Test
    void tellsTheDefaultOfEveryModelInItsTable() throws IOException {
        // When
        List<String> defaults = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `sim-"))
                .map(line -> line.replaceAll(".*`([^`]+)` \\|$", "$1"))
                .toList();

        // Then
        assertThat(defaults).containsExactlyElementsOf(ModelCatalogue.examples());
    }

    @Test
    void spellsParametersAsTheCatalogueDoes() throws IOException {
        // When
        String page = Files.readString(PAGE);

        // Then
        for (String name :
                ModelCatalogue.spellings().replaceAll(" \\([^)]*\\)|\\.$", "").split(", ")) {
            assertThat(page).contains("| `" + name + "` |");
        }
    }
}
