package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be asked for by name, in the form of whoever asks. */
class ModelsListedTest {
    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path prices = Files.writeString(
                Files.createTempFile("prices", ".yaml"), "models: {up: [{models: [{id: a, prices: {output: 1}}]}]}");
        gateway = TestGateway.start("""
                simulator: {enabled: false}
                providers:
                  up: {base_url: "http://127.0.0.1:9/v1", keyless: true, models: [a, org/b, "c:free", d, e]}
                  wide: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: ["open-*"]}
                """, Map.of("PENSTOCK_MODELS", prices.toString()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Answer get(String path, String... lines) throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.send(RawCaller.head(path, lines).replaceFirst("POST", "GET"))
                    .answer();
        }
    }

    private static List<String> ids(Answer answer, String list, String name) {
        return new JsonObject(answer.body())
                .getJsonArray(list).stream()
                        .map(model -> ((JsonObject) model).getString(name))
                        .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/models", "/models?client_version=0.1", "/openai/v1/models", "/openai/models?api-version=1"})
    void listsThemInOpenAisForm(String path) throws Exception {
        // When
        Answer answer = get(path);
        // Then
        assertThat(ids(answer, "data", "id")).containsExactly("a", "org/b", "c:free", "d", "e");
        assertThat(new JsonObject(answer.body()).fieldNames()).containsExactlyInAnyOrder("object", "data");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/org/b, org/b",
        "/v1/models/org%2Fb, org/b",
        "/models/c:free, c:free",
        "/v1/models/c%3Afree, c:free"
    })
    void tellsOfOneWhoseIdIsEncodedOrNot(String path, String id) throws Exception {
        // When
        Answer answer = get(path);
        // Then
        JsonObject model = new JsonObject(answer.body());
        assertThat(model.getString("id")).isEqualTo(id);
        assertThat(model.getString("object")).isEqualTo("model");
        assertThat(model.getString("owned_by")).isEqualTo("up");
    }

    @ParameterizedTest
    @CsvSource({
        "up/anything, up",
        "up/org/b, up",
        "open-1, wide",
        "a:eco, up",
        "auto, penstock",
        "auto:precision, penstock"
    })
    void tellsOfOneThatIsNotListedWhereACallCanUseIt(String id, String owner) throws Exception {
        // When
        JsonObject model = new JsonObject(get("/v1/models/" + id).body());
        // Then
        assertThat(model.getString("id")).isEqualTo(id);
        assertThat(model.getString("owned_by")).isEqualTo(owner);
        assertThat(get("/v1/models/auto:turbo").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "'',                         a org/b c:free d e, false",
        "?limit=1000,                a org/b c:free d e, false",
        "?limit=2,                   a org/b,            true",
        "?limit=2&after_id=org%2Fb,  c:free d,           true",
        "?limit=2&after_id=d,        e,                  false",
        "?limit=2&before_id=d,       org/b c:free,       true",
        "?before_id=a,               '',                 false",
        "?after_id=nobody,           '',                 false",
        "?limit=many,                a org/b c:free d e, false",
        "?limit=0,                   a org/b c:free d e, false"
    })
    void listsThemInAnthropicsFormPageByPage(String query, String ids, boolean more) throws Exception {
        // When
        Answer answer = get("/v1/models" + query, "anthropic-version: 2023-06-01");
        // Then
        List<String> expected = ids.isEmpty() ? List.of() : List.of(ids.split(" "));
        assertThat(ids(answer, "data", "id")).isEqualTo(expected);
        JsonObject list = new JsonObject(answer.body());
        assertThat(list.getBoolean("has_more")).isEqualTo(more);
        assertThat(list.getString("first_id")).isEqualTo(expected.isEmpty() ? null : expected.getFirst());
        assertThat(list.getString("last_id")).isEqualTo(expected.isEmpty() ? null : expected.getLast());
    }

    @Test
    void tellsAnAnthropicClientOfOne() throws Exception {
        // When
        Answer answer = get("/v1/models/a", "x-api-key: " + TestGateway.CLIENT_KEY);
        // Then
        JsonObject model = new JsonObject(answer.body());
        assertThat(model.fieldNames()).containsExactlyInAnyOrder("type", "id", "display_name", "created_at");
        assertThat(model.getString("type")).isEqualTo("model");
        assertThat(model.getInstant("created_at")).isNotNull();
    }

    @Test
    void listsThemInGooglesForm() throws Exception {
        // When
        Answer all = get("/v1beta/models?pageSize=50");
        Answer one = get("/v1beta/models/org/b");
        // Then
        assertThat(ids(all, "models", "name"))
                .containsExactly("models/a", "models/org/b", "models/c:free", "models/d", "models/e");
        assertThat(new JsonObject(one.body()).getString("name")).isEqualTo("models/org/b");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/models/nobody,     x: y,                           /error/code",
        "/v1/models/nobody,     anthropic-version: 2023-06-01,  /error/type",
        "/v1beta/models/nobody, x: y,                           /error/status"
    })
    void refusesInTheSameForm(String path, String line, String place) throws Exception {
        // When
        Answer answer = get(path, line);
        // Then
        assertThat(answer.status()).isEqualTo(404);
        JsonObject error = new JsonObject(answer.body()).getJsonObject("error");
        assertThat(error.getString(place.substring(place.lastIndexOf('/') + 1)).toLowerCase(java.util.Locale.ROOT))
                .contains("not_found");
        assertThat(answer.header("x-should-retry")).isEqualTo("false");
    }

    @Test
    void wantsAKeyInTheFormOfWhoeverAsks() throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send("GET /v1beta/models?key=pk-wrong HTTP/1.1\r\nhost: a\r\n\r\n")
                    .answer();
            // Then
            assertThat(answer.status()).isEqualTo(401);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("status"))
                    .isEqualTo("UNAUTHENTICATED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/models/org%2Fb", "/v1beta/models"})
    void answersHead(String path) throws Exception {
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            String head = caller.send(RawCaller.head(path).replaceFirst("POST", "HEAD"))
                    .head();
            // Then
            assertThat(head).startsWith("HTTP/1.1 200");
            assertThat(caller.send(RawCaller.head("/v1/models").replaceFirst("POST", "GET"))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }
}
