package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names in rules that nobody offers any longer. */
class GoneNamesTest {
    private static final String FILE = """
            providers:
              mine: {base_url: "http://h/v1", keyless: true, models: [a, b]}
              two: {base_url: "http://h/v1", keyless: true, models: ["a", "w-*"]}
            rules: []
            """;

    @TempDir
    private Path folder;

    @Test
    void areTakenOutOfARuleWhoseProviderIsGone() throws IOException {
        // Given
        CatalogReader reader = new Loading(folder, FILE).settings().catalog();
        CatalogDocument rules = reader.shipped()
                .with(CatalogKind.RULE, "pinned", json("{'models': ['x'], 'pin': ['mine/b', 'two/w-1']}"))
                .with(CatalogKind.RULE, "behind", json("{'models': ['y'], 'fallbacks': ['mine/b', 'two/w-1']}"))
                .with(
                        CatalogKind.RULE,
                        "shared",
                        json("{'models': ['z'], 'split': [{'to': 'mine/b', 'weight': 9}, {'to': 'two/w-1'}]}"))
                .with(
                        CatalogKind.RULE,
                        "without",
                        json("{'models': ['auto'], 'exclude': ['mine/*'], 'quality_min': 9}"))
                .with(CatalogKind.RULE, "among", json("{'models': ['auto'], 'choose_from': ['mine/b']}"));
        CatalogReader.Usable before = reader.usable(rules, Withheld.NOTHING, CatalogDocument.EMPTY);
        assertThat(before.refused()).isEmpty();

        // When
        CatalogDocument gone = rules.without(CatalogKind.PROVIDER, "mine");
        CatalogReader.Usable after = reader.usable(gone, Withheld.NOTHING, before.used());

        // Then
        assertThat(after.refused())
                .extracting(RefusedRow::name, RefusedRow::field)
                .contains(tuple("pinned", "pin"), tuple("among", "choose_from"));
        assertThat(after.used().rules())
                .containsEntry("pinned", json("{'models': ['x'], 'pin': ['two/w-1']}"))
                .containsEntry("behind", json("{'models': ['y'], 'fallbacks': ['two/w-1']}"))
                .containsEntry("shared", json("{'models': ['z'], 'split': [{'to': 'two/w-1'}]}"))
                .containsEntry("without", json("{'models': ['auto'], 'quality_min': 9}"))
                .doesNotContainKey("among");
        assertThat(reader.usable(rules, Withheld.NOTHING, after.used()).used()).isEqualTo(rules);
    }

    private static ObjectNode json(String json) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
