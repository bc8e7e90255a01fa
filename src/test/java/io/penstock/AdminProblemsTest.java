package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static io.penstock.store.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were broken by SQL, as operators see them over REST. */
class AdminProblemsTest {
    private static final String YAML = """
            simulator: {enabled: true}
            providers:
              one: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [one-1]}
              two: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none, models: [two-1]}
              openai: {base_url: "http://127.0.0.1:9/v1", keyless: true, list: none}
            rules:
              - {name: first, models: [sim-fast], fallbacks: [one-1]}
              - {name: second, models: [sim-slow], fallbacks: [two-1]}
            """;

    private static TestGateway gateway;
    private static AdminCaller operator;
    private static int port;

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        port = freePort();
        gateway = TestGateway.start(YAML, Map.of("PORT", Integer.toString(port)));
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
    void areShownOfModelsWhoseProviderIsGone() throws Exception {
        // Given
        String provider = quoted("{'name':'ghostco','spec':{'base_url':'https://203.0.113.7/v1','models':['m']}}");
        operator.post("/providers", provider);
        Answer made = operator.post("/models", quoted("{'provider':'ghostco','id':'m'}"));
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        assertThat(problem(made.body())).isEmpty();

        // When
        operator.send("DELETE", "/providers/ghostco", null, "If-Match", "*");

        // Then
        assertThat(problem("/models/ghostco/m"))
                .isEqualTo("There is no provider ghostco: make one, or delete this model.");
        assertThat(problems("/models?provider=ghostco").values()).containsExactly(problem("/models/ghostco/m"));
        Answer changed = operator.send("PATCH", "/models/ghostco/m", "{\"position\":3}", "If-Match", "*");
        assertThat(changed.status()).isEqualTo(200);
        Answer other = operator.post("/models", quoted("{'provider':'ghostco','id':'n'}"));
        assertThat(other.error().getString("param")).isEqualTo("provider");
        assertThat(operator.chat("sim-fast")).isEqualTo(200);
        operator.post("/providers", provider);
        assertThat(problem("/models/ghostco/m")).isEmpty();
        operator.send("DELETE", "/models/ghostco/m", null, "If-Match", "*");
        operator.send("DELETE", "/providers/ghostco", null, "If-Match", "*");
    }

    @Test
    void areNotThatTheConfigurationKnowsModelsOfProvidersThatNobodyUsesUntilOneIsTakenAway() throws Exception {
        // Given
        assertThat(problems("/models?provider=cohere").values()).isNotEmpty().containsOnly("");

        // When
        operator.post("/providers", quoted("{'name':'cohere','spec':{'base_url':'https://203.0.113.7/v1'}}"));
        operator.send("DELETE", "/providers/cohere", null, "If-Match", "*");

        // Then
        assertThat(problems("/models?provider=cohere").values())
                .containsOnly("There is no provider cohere: make one, or delete this model.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost.", "me.localhost"})
    void refusePenstockItselfAsAProviderAtOnce(String host) throws Exception {
        // When
        String spec = "{'base_url':'http://%s:%d/v1','private_address':true}".formatted(host, port);
        Answer made = operator.post("/providers", quoted("{'name':'mirror','spec':" + spec + "}"));
        Answer changed = operator.send("PATCH", "/providers/two", quoted("{'spec':" + spec + "}"), "If-Match", "*");

        // Then
        for (Answer answer : List.of(made, changed)) {
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
            assertThat(answer.error().getString("param")).isEqualTo("spec.base_url");
            assertThat(answer.error().getString("message"))
                    .isEqualTo("spec.base_url is Penstock itself: name another address.");
        }
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
        JsonObject audit = operator.get("/audit?name=deep").body();
        assertThat(audit.getInteger("total")).isEqualTo(2);
        JsonObject before = audit.getJsonArray("data").getJsonObject(0).getJsonObject("before");
        assertThat(before.getString("name")).isEqualTo("deep");
        assertThat(before.getBoolean("enabled")).isTrue();
        assertThat(before.containsKey("spec")).isTrue();
        assertThat(before.getValue("spec")).isNull();
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
