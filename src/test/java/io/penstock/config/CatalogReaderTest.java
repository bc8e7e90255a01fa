package io.penstock.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.dialect.Wire;
import io.penstock.provider.Provider;
import io.penstock.provider.ProviderKey;
import io.penstock.routing.Catalog;
import io.penstock.routing.Offer;
import io.penstock.routing.Resolution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents: what the configuration says as rows, and rows as what is served. */
class CatalogReaderTest {
    private static final String FILE = """
            providers:
              mine: {base_url: "http://h/v1", api_key: sk-secret, models: [a, b], key_env: [MY_OWN_SECRET]}
              two: {base_url: "http://h/v1", keyless: true, paths: {responses: /r, chat: /c}, models: ["a", "w-*"]}
              groq:
            rules:
              - {models: [a], fallbacks: [two/x]}
              - {name: last, models: ["*"], attempts_max: 2}
            """;

    @TempDir
    private Path folder;

    @Test
    void holdWhatTheConfigurationSaysButNoKey() throws IOException {
        // When
        CatalogDocument document = reader(FILE).shipped();

        // Then
        assertThat(document.providers()).containsOnlyKeys("mine", "two", "groq");
        assertThat(document.providers().toString()).doesNotContain("sk-secret");
        assertThat(document.rules()).containsOnlyKeys("rule-1", "last");
        assertThat(document.rules().get("last")).isEqualTo(json("{'models': ['*'], 'attempts_max': 2}"));
        assertThat(document.models()
                        .get("openai/gpt-5.6-sol")
                        .path("context_tokens")
                        .intValue())
                .as("what its group says")
                .isEqualTo(1_050_000);
        assertThat(document.models().get("openai/gpt-5.6-sol").has("id")).isFalse();
    }

    @Test
    void comeToTheSameWhetherTheFileIsReadOrRowsOutOfPostgres() throws IOException {
        // Given
        Settings settings = new Loading(folder, FILE).settings();
        CatalogReader reader = settings.catalog();

        // When
        CatalogReader.Read read = reader.read(sortedAsJsonb(reader.shipped()));

        // Then
        assertThat(read.providers()).isEqualTo(settings.providers());
        assertThat(read.policy()).isEqualTo(settings.routing());
        Provider two = read.providers().get(1);
        assertThat(two.paths().wires()).containsExactly(Wire.RESPONSES, Wire.CHAT);
        assertThat(read.providers().getFirst().keys())
                .extracting(ProviderKey::secret)
                .containsExactly("sk-secret");
    }

    @Test
    void comeToTheSameForAllThatIsShipped() throws IOException {
        // Given
        Settings settings = new Loading(folder, "").settings();

        // When
        CatalogReader.Read read =
                settings.catalog().read(sortedAsJsonb(settings.catalog().shipped()));

        // Then
        assertThat(read.providers()).isEqualTo(settings.providers()).hasSizeGreaterThan(20);
        assertThat(read.policy()).isEqualTo(settings.routing());
        assertThat(read.policy().cards().all()).hasSizeGreaterThan(150);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PROVIDER | mine | {'base_url': ''} | provider mine: base_url ",
                "PROVIDER | mine | {'base_url': 'http://h', 'base_urll': ''} | provider mine: base_urll is no setting; did you mean base_url?",
                "PROVIDER | mine | {'api_key': 'sk-x'} | provider mine: api_key must not stand in a row",
                "PROVIDER | Mine | {} | provider Mine: name is no provider name",
                "PROVIDER | penstock | {} | provider penstock: name would read the gateway's own variables",
                "MODEL | mine/a | {'prices': {'input': -1}} | model mine/a: prices.input is -1 but must lie",
                "MODEL | mine/a | {'aliases': ['a']} | model mine/a: aliases stands twice, a: keep one",
                "MODEL | openai/new | {'aliases': ['gpt-4o']} | model openai/new: aliases stands twice, gpt-4o: keep one",
                "MODEL | a | {} | model a: name must be provider/id",
                "RULE | r | {'models': []} | rule r: models must name at least one model",
                "RULE | r | {'models': ['q'], 'fallbacks': ['nobody/x']} | rule r: fallbacks names 'nobody/x'",
                "RULE | last | {'models': ['two/x'], 'fallbacks': ['a']} | rule rule-1: fallbacks lead in a circle"
            })
    void areRefusedWithKindRowAndField(CatalogKind kind, String name, String spec, String sentence) throws IOException {
        // Given
        CatalogReader reader = reader(FILE);
        CatalogDocument document = reader.shipped().with(kind, name, json(spec));

        // When
        SettingsException refusal = catchThrowableOfType(SettingsException.class, () -> reader.read(document));

        // Then
        assertThat(Objects.requireNonNull(refusal.row()).sentence()).startsWith(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "key_env, MY_API_KEY, true",
        "key_env, MY_API_KEY_2, true",
        "token_env, SOME_ACCESS_TOKEN, true",
        "key_env, PENSTOCK_API_KEY, false",
        "key_env, BYOK_API_KEY, false",
        "key_env, DATABASE_URL, false",
        "key_env, PATH, false",
        "token_env, AWS_SECRET_ACCESS_KEY, false",
        "key_env, MY_OWN_SECRET, false"
    })
    void mayNameVariablesThatLookLikeKeys(String field, String variable, boolean allowed) throws IOException {
        assertThat(refusedField("new", "{'base_url': 'http://h', '" + field + "': ['" + variable + "']}"))
                .isEqualTo(allowed ? "" : field);
    }

    @ParameterizedTest
    @CsvSource({
        "https://h/${MY_API_KEY}, true",
        "https://h/${HOME}, false",
        "https://h/${MY_API_KEY|HOME}, false",
        "https://h/${MY_API_KEY:-x}, true",
        "https://${AZURE_OPENAI_ENDPOINT}/x, false"
    })
    void mayPutOnlyThoseIntoAddresses(String url, boolean allowed) throws IOException {
        assertThat(refusedField("new", "{'base_url': '" + url + "'}")).isEqualTo(allowed ? "" : "base_url");
        assertThat(refusedField("new", "{'base_url': 'http://h', 'headers': {'x-a': '" + url + "'}}"))
                .isEqualTo(allowed ? "" : "headers");
    }

    @Test
    void mayNameWhatTheTableOrTheFileNamesForThatProvider() throws IOException {
        assertThat(refusedField("azure", "{'base_url': '${AZURE_OPENAI_ENDPOINT}'}"))
                .isEmpty();
        assertThat(refusedField("mine", "{'base_url': 'http://h', 'key_env': ['MY_OWN_SECRET']}"))
                .isEmpty();
        assertThat(refusedField("hf", "{'like': 'huggingface', 'key_env': ['HF_TOKEN']}"))
                .isEmpty();
    }

    @Test
    void keepTheLastGoodSpecOfARowThatCannotBeReadAndLeaveOutOneThatNeverCould() throws IOException {
        // Given
        CatalogReader reader = reader(FILE);
        CatalogDocument good = reader.shipped();
        CatalogDocument bad = good.with(CatalogKind.PROVIDER, "mine", json("{'base_url': 5}"))
                .with(CatalogKind.PROVIDER, "never", json("{}"))
                .with(CatalogKind.MODEL, "openai/gpt-4o", json("{'context_tokens': 0}"))
                .with(CatalogKind.MODEL, "openai/never", json("{'x': 0}"))
                .with(CatalogKind.RULE, "last", json("{'models': []}"))
                .with(CatalogKind.RULE, "never", json("{'models': ['a'], 'fallbacks': ['?']}"));

        // When
        CatalogReader.Usable usable = reader.usable(bad, Withheld.NOTHING, good);

        // Then
        assertThat(usable.used()).isEqualTo(good);
        assertThat(usable.read()).isEqualTo(reader.read(good));
        assertThat(usable.refused())
                .extracting(row -> row.kind().table() + " " + row.name() + " " + row.field())
                .containsExactly(
                        "llm_models openai/gpt-4o context_tokens",
                        "llm_models openai/never x",
                        "llm_providers mine base_url",
                        "llm_providers never base_url",
                        "llm_routing_rules last models",
                        "llm_routing_rules never fallbacks");
    }

    @Test
    void areReadUpToABoundEach() throws IOException {
        // Given
        CatalogReader reader = reader(FILE);
        Map<String, ObjectNode> rules = new LinkedHashMap<>();
        for (int i = 0; i <= CatalogKind.RULE.rowsMax(); i++) {
            rules.put("r" + i, json("{'models': ['a']}"));
        }

        // When
        CatalogReader.Usable usable =
                reader.usable(reader.shipped().with(CatalogKind.RULE, rules), Withheld.NOTHING, CatalogDocument.EMPTY);

        // Then
        assertThat(usable.read().policy().rules()).hasSize(1_000);
        assertThat(usable.refused()).extracting(RefusedRow::name).containsExactly("r1000");
    }

    @Test
    void serveNobodyByWhatIsSwitchedOffThoughRulesNameIt() throws IOException {
        // Given
        CatalogReader reader = reader(FILE);
        CatalogDocument document = reader.shipped()
                .with(CatalogKind.MODEL, "two/x", json("{'aliases': ['y']}"))
                .with(CatalogKind.MODEL, "two/w-1", json("{}"));

        // When
        Catalog on = catalog(reader.read(document));
        Catalog off = catalog(reader.read(document, new Withheld(Set.of("mine"), Set.of("two/x", "two/w-1"))));

        // Then
        for (String name : List.of("two/x", "two/y", "two/x-20260101", "w-1", "two/w-1", "mine/b", "b")) {
            assertThat(on.resolve(name)).as(name).isInstanceOf(Resolution.Served.class);
            assertThat(off.resolve(name)).as(name).isInstanceOf(Resolution.Unknown.class);
        }
        assertThat(off.resolve("w-2")).isInstanceOf(Resolution.Served.class);
        assertThat(off.resolve("a"))
                .isInstanceOfSatisfying(
                        Resolution.Served.class,
                        served -> assertThat(served.plan().candidates())
                                .extracting(candidate -> candidate.target().provider())
                                .containsExactly("two"));
    }

    private String refusedField(String provider, String spec) throws IOException {
        CatalogReader reader = reader(FILE);
        List<RefusedRow> refused = reader.usable(
                        reader.shipped().with(CatalogKind.PROVIDER, provider, json(spec)),
                        Withheld.NOTHING,
                        CatalogDocument.EMPTY)
                .refused();
        return refused.isEmpty() ? "" : refused.getFirst().field();
    }

    private static Catalog catalog(CatalogReader.Read read) {
        List<Offer> offers = read.providers().stream().map(Provider::offer).toList();
        return new Catalog(offers, read.policy());
    }

    /** As PostgreSQL gives it back: keys of mappings in an order of its own. */
    private static CatalogDocument sortedAsJsonb(CatalogDocument document) {
        CatalogDocument sorted = document;
        for (CatalogKind kind : CatalogKind.values()) {
            Map<String, ObjectNode> rows = new LinkedHashMap<>();
            document.rows(kind).forEach((name, spec) -> rows.put(name, Jsonb.sorted(spec)));
            sorted = sorted.with(kind, rows);
        }
        return sorted;
    }

    private CatalogReader reader(String yaml) throws IOException {
        return new Loading(folder, yaml).settings().catalog();
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
