package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers, models and rules as operators change them over REST, against a real gateway and a real PostgreSQL. */
class AdminItemsTest {
    private static final String YAML = """
            simulator: {enabled: true}
            providers:
              seen: {base_url: "http://127.0.0.1:9/v1", models: [seen-1]}
            """;
    private static final String PROVIDER =
            "{'name':'%s','spec':{'base_url':'https://203.0.113.7/v1','models':['%s-1']}}";

    private static TestGateway gateway;
    private static AdminCaller operator;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start(YAML, Map.of("SEEN_API_KEY", "sk-secret-of-seen-0123456789"));
        operator = new AdminCaller(gateway);
        assertThat(operator.post("/providers", quoted(PROVIDER.formatted("taken", "taken")))
                        .status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/providers | /providers/life | {'name':'life','spec':{'base_url':'https://203.0.113.7/v1','models':['life-1']}}"
                        + " | {'spec':{'headers_seconds':30,'models':['life-2']}} | headers_seconds",
                "/models | /models/seen/org%2Fmodel:1.0 | {'provider':'seen','id':'org/model:1.0','spec':{'context_tokens':1000,"
                        + "'prices':{'input':0.0036,'output':1.10}}} | {'spec':{'output_tokens_max':30}} | output_tokens_max",
                "/routing-rules | /routing-rules/life | {'name':'life','spec':{'models':['sim-fast'],'fallbacks':['sim-slow']}}"
                        + " | {'spec':{'attempts_max':2,'fallbacks':null}} | attempts_max"
            })
    void livesFromPostToDelete(String collection, String path, String create, String patch, String added)
            throws Exception {
        // Given
        ItemLife life = new ItemLife(operator, collection, path);
        // When
        JsonObject made = life.make(quoted(create));
        life.patch(made, quoted(patch), added);
        life.switchOffAndOn();
        life.replace(made, new JsonObject(quoted(create)));
        life.end();
        life.beginAgain(quoted(create));
        // Then
        String name = path.substring(collection.length() + 1).replace("%2F", "/");
        assertThat(gateway.database()
                        .ask("select string_agg(action, ' ' order by id) || ' ' || max(actor) from llm_catalog_audit"
                                + " where name = '" + name + "' and kind = '" + kind(collection) + "'"))
                .isEqualTo("insert update update update update delete insert delete preset-admin");
    }

    private static String kind(String collection) {
        return collection.equals("/routing-rules") ? "rule" : collection.substring(1, collection.length() - 1);
    }

    @Test
    void takesModelIdsWithSlashesAndColonsEncodedOrNot() throws Exception {
        // Given
        String id = "anthropic/claude:v2/beta+1 x";
        JsonObject body = new JsonObject().put("provider", "seen").put("id", id);
        // When
        Answer made = operator.post("/models", body.encode());
        // Then
        assertThat(made.header("location")).isEqualTo("/api/v1/admin/models/seen/anthropic/claude%3Av2/beta%2B1%20x");
        for (String path : List.of(
                "/models/seen/anthropic/claude:v2/beta+1%20x",
                "/models/seen/anthropic%2Fclaude%3Av2%2Fbeta%2B1%20x",
                "/models/seen%2Fanthropic%2fclaude:v2/beta+1%20x")) {
            assertThat(operator.get(path).body().getString("id")).as(path).isEqualTo(id);
        }
    }

    @Test
    void keepsEveryDigitOfAPrice() throws Exception {
        operator.post("/models", quoted("{'provider':'seen','id':'m','spec':{'prices':{'input':0.123456789012}}}"));
        assertThat(operator.get("/models/seen/m").raw().body()).contains("0.123456789012");
    }

    @Test
    void pagesThroughAllOfThemOnceInTheirOrderWhileOthersComeAndGo() throws Exception {
        // Given
        make25();
        // When
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonObject page =
                    operator.get("/models?provider=taken&limit=7" + cursor).body();
            assertThat(page.getInteger("total")).isIn(25, 24);
            ids(page).forEach(seen::add);
            cursor = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
            if (pages++ == 0) {
                operator.send("DELETE", "/models/taken/" + seen.getFirst(), null, "If-Match", "*");
            }
        } while (cursor != null);
        // Then
        List<String> expected = IntStream.range(0, 25)
                .boxed()
                .sorted((a, b) -> a % 3 == b % 3 ? a - b : a % 3 - b % 3)
                .map("m%02d"::formatted)
                .toList();
        assertThat(seen).containsExactlyElementsOf(expected);
        assertThat(pages).isEqualTo(4);
        assertThat(ids(operator.get("/models?provider=taken&capability=vision&enabled=true")
                        .body()))
                .containsExactly("m04", "m02");
        assertThat(ids(operator.get("/models?q=TAKEN/M1&enabled=false&origin=operator")
                        .body()))
                .containsExactlyInAnyOrder("m11", "m13", "m15", "m17", "m19");
        assertThat(operator.get("/models?provider=taken&origin=conf").body().getInteger("total"))
                .isZero();
    }

    private static void make25() throws Exception {
        for (int i = 0; i < 25; i++) {
            String body = "{'provider':'taken','id':'m%02d','position':%d,'enabled':%b,'spec':{'capabilities':['%s']}}"
                    .formatted(i, i % 3, i % 2 == 0, i < 5 ? "vision" : "tools");
            assertThat(operator.post("/models", quoted(body)).status()).isEqualTo(201);
        }
    }

    private static List<String> ids(JsonObject page) {
        JsonArray data = page.getJsonArray("data");
        return IntStream.range(0, data.size())
                .mapToObj(i -> data.getJsonObject(i).getString("id"))
                .toList();
    }

    @Test
    void letsOneOfSeveralWritersOfTheSameVersionThrough() throws Exception {
        // Given
        operator.post("/models", quoted("{'provider':'seen','id':'raced'}"));
        // When
        List<CompletableFuture<Answer>> writers = IntStream.range(0, 8)
                .mapToObj(i -> operator.begin(
                        "PATCH", "/models/seen/raced", "{\"position\":" + (i + 1) + "}", "If-Match", "\"1\""))
                .toList();
        // Then
        List<Integer> statuses =
                writers.stream().map(writer -> writer.join().status()).toList();
        assertThat(statuses).containsOnlyOnce(200).contains(412).doesNotContain(500, 503);
        assertThat(operator.get("/models/seen/raced").etag()).isEqualTo("\"2\"");
    }

    @Test
    void letsOneOfSeveralMakersOfTheSameNameThrough() {
        // When
        Set<Integer> statuses = new HashSet<>();
        List<CompletableFuture<Answer>> makers = IntStream.range(0, 6)
                .mapToObj(i -> operator.begin("POST", "/models", quoted("{'provider':'seen','id':'once'}")))
                .toList();
        makers.forEach(maker -> statuses.add(maker.join().status()));
        // Then
        assertThat(statuses).containsExactlyInAnyOrder(201, 409);
    }

    @ParameterizedTest
    @CsvFileSource(files = "src/test/resources/golden/admin/refusals.csv", delimiter = '|', quoteCharacter = '`')
    void refusesWithTheFieldAndASentence(
            String method, String path, String body, int status, String code, String param, String sentence)
            throws Exception {
        // When
        String[] match = method.equals("POST") || method.equals("GET") ? new String[0] : new String[] {"If-Match", "*"};
        Answer answer = operator.send(method, path, body == null ? null : quoted(body), match);
        // Then
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
        assertThat(answer.error().fieldNames()).containsExactly("message", "type", "param", "code");
        assertThat(answer.error().getString("code")).isEqualTo(code);
        assertThat(answer.error().getString("param")).isEqualTo(param);
        assertThat(answer.error().getString("message")).contains(sentence);
        assertThat(answer.raw().headers().allValues("cache-control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void requiresTheVersionThatIsMeant(String method) throws Exception {
        assertThat(operator.send(method, "/providers/taken", "{}").status()).isEqualTo(428);
        assertThat(operator.send(method, "/providers/taken", "{}", "If-Match", "1")
                        .status())
                .isEqualTo(400);
        assertThat(operator.send(method, "/providers/taken", "{}", "If-Match", "\"77\", W/\"78\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void doesNotTakeAProviderAwayThatARuleNames() throws Exception {
        // Given
        operator.post("/providers", quoted(PROVIDER.formatted("needed", "needed")));
        operator.post("/routing-rules", quoted("{'name':'needs','spec':{'models':['x'],'fallbacks':['needed/a']}}"));
        // When
        Answer deleted = operator.send("DELETE", "/providers/needed", null, "If-Match", "*");
        // Then
        assertThat(deleted.status()).isEqualTo(409);
        assertThat(deleted.error().getString("code")).isEqualTo("catalog_conflict");
        assertThat(deleted.error().getString("message")).contains("rule needs: fallbacks names 'needed/a'");
        // And when the rule is switched off
        operator.post("/routing-rules/needs/disable", null);
        assertThat(operator.send("DELETE", "/providers/needed", null, "If-Match", "*")
                        .status())
                .isEqualTo(204);
        Answer enabled = operator.post("/routing-rules/needs/enable", null);
        assertThat(enabled.status()).isEqualTo(400);
        assertThat(enabled.error().getString("param")).isEqualTo("spec.fallbacks");
    }

    @Test
    void mendsOneBadRowAfterTheOtherThatCameBySql() throws Exception {
        // Given
        for (String name : List.of("bad1", "bad2")) {
            gateway.database()
                    .execute("insert into llm_routing_rules (name, spec) values ('" + name
                            + "', '{\"models\": [\"x\"], \"fallbacks\": [\"nowhere/x\"]}')");
        }
        // Then
        assertThat(operator.send("PATCH", "/routing-rules/bad1", "{\"position\":3}", "If-Match", "*")
                        .status())
                .isEqualTo(400);
        for (String name : List.of("bad1", "bad2")) {
            assertThat(operator.send(
                                    "PATCH",
                                    "/routing-rules/" + name,
                                    quoted("{'spec':{'fallbacks':['sim-fast']}}"),
                                    "If-Match",
                                    "*")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void showsWhatAProviderHasComeToWithoutItsKey() throws Exception {
        // When
        Answer seen = operator.get("/providers/seen");
        // Then
        assertThat(seen.body().getJsonObject("effective"))
                .isEqualTo(new JsonObject(quoted("{'usable':true,'base_url':'http://127.0.0.1:9/v1',"
                        + "'missing_variable':null,'dialects':['chat'],'key_variables':['SEEN_API_KEY'],"
                        + "'keyless':false}")));
        assertThat(seen.raw().body() + operator.get("/providers").raw().body()).doesNotContain("sk-secret");
        // And what was there before the API may stay private, until its address changes
        assertThat(operator.send("PATCH", "/providers/seen", "{\"position\":5}", "If-Match", "*")
                        .status())
                .isEqualTo(200);
        assertThat(operator.send(
                                "PATCH",
                                "/providers/seen",
                                quoted("{'spec':{'base_url':'http://10.0.0.1/v1'}}"),
                                "If-Match",
                                "*")
                        .error()
                        .getString("param"))
                .isEqualTo("spec.base_url");
    }

    @Test
    void refusesALargeBodyAndLetsTheNextRequestOfTheConnectionThrough() throws Exception {
        // Given
        String large = "{\"name\":\"large\",\"spec\":{\"source\":\"" + "x".repeat(300 << 10) + "\"}}";
        // When
        Answer answer = operator.post("/providers", large);
        // Then
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error().getString("code")).isEqualTo("request_too_large");
        assertThat(operator.get("/providers/taken").status()).isEqualTo(200);
    }
}
