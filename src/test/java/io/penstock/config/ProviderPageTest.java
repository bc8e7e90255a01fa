package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps docs/providers.md what the table of providers says. */
class ProviderPageTest {
    private static final Path COMMITTED = Path.of("docs/providers.md");
    private static final Path REGENERATED = Path.of("target/providers.md");

    @Test
    void theCommittedPageIsWhatTheTableSays() throws Exception {
        // When
        String page = ProviderPage.text(SettingsLoader.table());

        // Then
        Files.writeString(REGENERATED, page);
        if (Boolean.getBoolean("providers.update")) {
            Files.writeString(COMMITTED, page);
        }
        assertThat(Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "")
                .as(
                        "the table says something else now: look at %s, and if that is as it should be, run"
                                + " mvn test -Dtest=ProviderPageTest -Dproviders.update=true",
                        REGENERATED)
                .isEqualTo(page);
    }
}
