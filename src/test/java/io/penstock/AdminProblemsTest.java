package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static io.penstock.store.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Rows that were broken by SQL, as operators see them over REST. */
class AdminProblemsTest {
    private static final String YAML = """
            simulator: {enabled: true}
            providers:
              one: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [one-1]}
              two: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [two-1]}
            rules:
              - {name: first, models: [sim-fast], fallbacks: [one-1]}
              - {name: second, models: [sim-slow], fallbacks: [two-1]}
            """;

    private static TestGateway gateway;
    private static AdminCaller operator;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(YAML, Map.of());
        operator = new AdminCaller(gateway);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/golden/admin/problems.csv", delimiter = '|', quoteCharacter = '`')
    void areShownWithTheSentenceUntilTheyAreMended(
            String list,
            String table,
            String row,
            String path,
            String field,
            String value,
            String sentence,
            String mend)
            throws Exception {
        // Given
        assertThat(problems(list))
                .isNotEmpty()
                .allSatisfy((name, problem) -> assertThat(problem).isEmpty());

        // When
        gateway.database()
                .execute("update " + table + " set spec = jsonb_set(spec, array['" + field + "'], '" + value
                        + "') where " + row);
        until("the problem is seen", () -> !problem(path).isEmpty());

        // Then
        String problem = problem(path);
        assertThat(problem).startsWith(sentence).endsWith(".");
        assertThat(problems(list).values().stream().filter(one -> !one.isEmpty()))
                .containsExactly(problem);
        Answer unmended = operator.send("PATCH", path, "{\"position\":3}", "If-Match", "*");
        assertThat(unmended.error().getString("message")).isEqualTo(problem);
        Answer mended = operator.send("PATCH", path, quoted(mend), "If-Match", "*");
        assertThat(mended.status()).as(mended.raw().body()).isEqualTo(200);
        assertThat(mended.body().containsKey("problem")).isTrue();
        assertThat(mended.body().getValue("problem")).as("at once").isNull();
        assertThat(problem(path)).isEmpty();
    }

    @Test
    void cannotBeSent() throws Exception {
        Answer answer = operator.send("PATCH", "/providers/two", "{\"problem\":null}", "If-Match", "*");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().getString("message")).isEqualTo("problem is set by the gateway: leave it out.");
    }

    @Test
    void thatAreTooDeepToBeReadAreShownWithoutTheirSpecAndKeepNobodyFromChangingThemOrOthers() throws Exception {
        // Given
        gateway.database()
                .execute("insert into llm_providers (name, spec) select 'deep',"
                        + " jsonb_build_object('a', (repeat('[', 2000) || repeat(']', 2000))::jsonb)");
        until("the problem is seen", () -> !problem("/providers/deep").isEmpty());

        // When
        Answer seen = operator.get("/providers/deep");
        Answer other = operator.send("PATCH", "/providers/two", "{\"position\":3}", "If-Match", "*");
        Answer switched = operator.post("/providers/deep/disable", null);
        Answer mended = operator.send(
                "PATCH",
                "/providers/deep",
                quoted("{'spec':{'base_url':'https://203.0.113.7/v1','models':['m']}}"),
                "If-Match",
                "*");

        // Then
        assertThat(problem(seen.body())).startsWith("spec is too large or too deep to be read: ");
        assertThat(seen.body().getValue("spec")).isNull();
        assertThat(other.status()).as(other.raw().body()).isEqualTo(200);
        assertThat(switched.status()).isEqualTo(409);
        assertThat(switched.error().getString("code")).isEqualTo("spec_unreadable");
        assertThat(mended.status()).as(mended.raw().body()).isEqualTo(200);
        assertThat(problem(mended.body())).isEmpty();
        assertThat(problems("/providers")).containsEntry("deep", "");
        assertThat(operator.get("/audit?name=deep").body().getInteger("total")).isEqualTo(2);
    }

    /** Empty where it is null. */
    private static String problem(String path) {
        try {
            return problem(operator.get(path).body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String problem(JsonObject item) {
        assertThat(item.containsKey("problem")).isTrue();
        return item.getValue("problem") == null ? "" : item.getString("problem");
    }

    /** Of all items by their names. */
    private static Map<String, String> problems(String list) throws Exception {
        return operator.get(list).body().getJsonArray("data").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        item -> item.getString("name", item.getString("id")), AdminProblemsTest::problem));
    }
}
