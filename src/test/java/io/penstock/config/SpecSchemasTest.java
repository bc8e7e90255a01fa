package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the schemas of specs in the API's description against the readers, which alone decide. */
class SpecSchemasTest {
    /** How readers tell what there is. */
    private static final Pattern NAMED = Pattern.compile("(?:the settings here are|write one of|must be one of) (.*)");
    /** What a file may say, and a row not. */
    private static final Set<String> OF_FILES = Set.of("api_key", "name");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private CatalogReader reader;
    private SpecSchema schemas;

    @BeforeEach
    void load() throws IOException {
        reader = new Loading(folder, "").settings().catalog();
        schemas = SpecSchema.described();
    }

    private JsonNode schema(CatalogKind kind) {
        return schemas.named(
                switch (kind) {
                    case PROVIDER -> "ProviderSpec";
                    case MODEL -> "ModelSpec";
                    case RULE -> "RuleSpec";
                });
    }

    /** A spec that says one thing, with what it cannot do without. */
    private static ObjectNode spec(CatalogKind kind, String field, JsonNode value) {
        ObjectNode spec = JSON.createObjectNode();
        switch (kind) {
            case PROVIDER -> spec.put("base_url", field.equals("host_port") ? "h" : "https://llm.example.com/v1");
            case MODEL -> {}
            case RULE -> spec.putArray("models").add("auto");
        }
        return spec.set(field, value);
    }

    /** Why a reader refuses a row; {@code null} where it does not. */
    private @Nullable String refusal(CatalogKind kind, ObjectNode spec) {
        CatalogDocument beside =
                kind == CatalogKind.RULE ? reader.shipped().with(kind, Map.of()) : CatalogDocument.EMPTY;
        String name = kind == CatalogKind.MODEL ? "mine/a" : "mine";
        try {
            reader.read(beside.with(kind, name, spec));
            return null;
        } catch (SettingsException e) {
            return e.clause();
        }
    }

    /** What the reader says there is, where it meets something else. */
    private Set<String> known(CatalogKind kind, ObjectNode spec) {
        String clause = String.valueOf(refusal(kind, spec));
        Matcher named = NAMED.matcher(clause);
        assertThat(named.find()).as(clause).isTrue();
        Set<String> names = new LinkedHashSet<>(List.of(named.group(1).split(", ")));
        names.removeAll(OF_FILES);
        return names;
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new LinkedHashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @ParameterizedTest
    @EnumSource(CatalogKind.class)
    void nameEveryFieldThatTheReaderTakesAndNoOther(CatalogKind kind) {
        // Given
        JsonNode unknown = JSON.getNodeFactory().textNode("/x");

        // When
        Set<String> known = known(kind, spec(kind, SpecSchema.UNKNOWN, unknown));

        // Then
        assertThat(names(schema(kind).path("properties"))).containsExactlyInAnyOrderElementsOf(known);
        assertThat(schema(kind).path("additionalProperties").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(CatalogKind.class)
    void nameEveryFieldInsideOfFieldsAndEveryWord(CatalogKind kind) {
        for (var property : schema(kind).path("properties").properties()) {
            for (JsonNode form : schemas.forms(property.getValue())) {
                // Given
                boolean list = form.has("items");
                JsonNode inner = list ? schemas.whole(form.get("items")) : form;
                Set<String> told = new LinkedHashSet<>();
                JsonNode wrong;
                if (inner.has("enum")) {
                    inner.get("enum").forEach(word -> told.add(word.textValue()));
                    wrong = JSON.getNodeFactory().textNode(SpecSchema.UNKNOWN);
                } else if (inner.has("properties")) {
                    told.addAll(names(inner.get("properties")));
                    wrong = SpecSchema.withUnknown(inner.path("examples").path(0));
                } else {
                    continue;
                }

                // When
                Set<String> known = known(
                        kind,
                        spec(
                                kind,
                                property.getKey(),
                                list ? JSON.createArrayNode().add(wrong) : wrong));

                // Then
                assertThat(told).as(property.getKey()).containsExactlyInAnyOrderElementsOf(known);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CatalogKind.class)
    void allowWhatTheReaderTakes(CatalogKind kind) {
        // Given
        List<String> refused = new ArrayList<>();

        // When
        for (var property : schema(kind).path("properties").properties()) {
            List<JsonNode> good = schemas.good(property.getValue());
            assertThat(good)
                    .as("examples, words or bounds of %s", property.getKey())
                    .isNotEmpty();
            for (JsonNode value : good) {
                ObjectNode spec = spec(kind, property.getKey(), value);
                String clause = refusal(kind, spec);
                if (clause != null || !schemas.allows(schema(kind), spec)) {
                    refused.add(spec + " " + clause);
                }
            }
        }

        // Then
        assertThat(refused).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CatalogKind.class)
    void forbidNothingThatTheReaderTakes(CatalogKind kind) {
        // Given
        List<String> taken = new ArrayList<>();
        int forbidden = 0;

        // When
        for (var property : schema(kind).path("properties").properties()) {
            for (JsonNode value : schemas.tried(property.getValue())) {
                ObjectNode spec = spec(kind, property.getKey(), value);
                if (!schemas.allows(schema(kind), spec)) {
                    forbidden++;
                    if (refusal(kind, spec) == null) {
                        taken.add(spec.toString());
                    }
                }
            }
        }

        // Then
        assertThat(taken).isEmpty();
        assertThat(forbidden).isGreaterThan(100);
    }

    @Test
    void requireWhatTheReaderCannotDoWithout() {
        // Given
        ObjectNode nothing = JSON.createObjectNode();
        CatalogDocument known = CatalogDocument.EMPTY.with(CatalogKind.PROVIDER, "groq", nothing);

        // Then
        assertThat(reader.read(known).providers()).hasSize(1);
        assertThat(schemas.allows(schema(CatalogKind.PROVIDER), nothing)).isTrue();
        assertThat(refusal(CatalogKind.MODEL, nothing)).isNull();
        assertThat(schemas.allows(schema(CatalogKind.MODEL), nothing)).isTrue();
        assertThat(refusal(CatalogKind.RULE, nothing)).isNotNull();
        assertThat(schemas.allows(schema(CatalogKind.RULE), nothing)).isFalse();
    }
}
