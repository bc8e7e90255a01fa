package io.penstock.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What configurations as people write them become: the committed reports beside them. */
class LiteLlmTest {
    private static final Path FOLDER = Path.of("src/test/resources/litellm");

    /** What the files hold and no report may show. */
    private static final String[] SECRETS = {
        "a-redis-password",
        "sk-1234-master",
        "dbpass",
        "sk-lf-written-here",
        "sk-proj-written",
        "abc123secret",
        "vertex.json"
    };

    @ParameterizedTest
    @ValueSource(strings = {"team", "balanced", "clouds"})
    void becomeWhatTheReportBesideThemSays(String name) throws Exception {
        // When
        Draft draft = LiteLlm.read(FOLDER.resolve(name + ".yaml"), Map.of());

        // Then
        String text = Page.text(draft);
        Path committed = FOLDER.resolve(name + ".report.txt");
        Path made = Files.writeString(Path.of("target", "litellm-" + name + ".report.txt"), text);
        if (Boolean.getBoolean("litellm.update")) {
            Files.writeString(committed, text);
        }
        assertThat(text)
                .as(
                        "look at %s, and if that is as it should be, run mvn test -Dtest=LiteLlmTest -Dlitellm.update=true",
                        made)
                .isEqualTo(Files.exists(committed) ? Files.readString(committed) : "");
        assertThat(text + Page.json(draft)).doesNotContain(SECRETS);
    }
}
