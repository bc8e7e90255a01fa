package io.penstock;

import static io.penstock.AdminCaller.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.penstock.store.Await;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What operators are shown beside the items themselves. */
class AdminPagesTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head");

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;
    private static AdminCaller operator;

    @BeforeAll
    static void start() throws Exception {
        upstream =
                new ScriptedUpstream((request, wire) -> wire.json(200, "{\"choices\":[{\"finish_reason\":\"stop\"}]}"));
        gateway = TestGateway.start("simulator: {enabled: true}\nproviders: {}\n", Map.of());
        operator = new AdminCaller(gateway);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    @Test
    void answersEveryOperationOfItsDescription() throws Exception {
        // Given
        JsonObject document =
                new JsonObject(operator.anonymous("GET", "/openapi.json").body());
        assertThat(document.getString("openapi")).isEqualTo("3.1.0");
        List<String> lost = new ArrayList<>();
        // When
        for (String path : document.getJsonObject("paths").fieldNames()) {
            for (String method :
                    document.getJsonObject("paths").getJsonObject(path).fieldNames()) {
                if (METHODS.contains(method)) {
                    String filled = path.replaceAll("\\{[a-z]+}", "some");
                    HttpResponse<String> answer = operator.anonymous(method.toUpperCase(), filled);
                    boolean open = answer.statusCode() == 200 || path.startsWith("/health");
                    if (answer.statusCode() != 401 && !open) {
                        lost.add(method + " " + path + " " + answer.statusCode());
                    }
                }
            }
        }
        // Then
        assertThat(lost).isEmpty();
    }

    @Test
    void showsThePageFromItsOwnFilesAlone() throws Exception {
        // When
        HttpResponse<String> page = operator.anonymous("GET", "/docs");
        // Then
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.body()).doesNotContain("http://", "https://", "<!-- paths -->");
        assertThat(page.body().replaceAll("(?s).*<noscript>|</noscript>.*", ""))
                .contains("href=\"/openapi.json\"", "<code>POST /v1/chat/completions</code>")
                .contains("<code>PATCH /api/v1/admin/routing-rules/{name}</code>");
        for (String file : List.of("swagger-ui-bundle.js", "swagger-ui.css", "docs.js", "favicon-32x32.png")) {
            assertThat(page.body()).contains("/docs/" + file);
            assertThat(operator.anonymous("GET", "/docs/" + file).statusCode()).isEqualTo(200);
        }
        assertThat(operator.anonymous("GET", "/docs/../docs/").statusCode()).isEqualTo(200);
        for (String file : List.of("/docs/index.html", "/docs/%2e%2e/openapi.yaml", "/docs/..%2fopenapi.yaml")) {
            assertThat(operator.anonymous("GET", file).statusCode()).as(file).isEqualTo(404);
        }
    }

    @Test
    void greetsWhoeverAsksHowItIs() throws Exception {
        assertThat(operator.anonymous("GET", "/api/hello").statusCode()).isEqualTo(200);
        HttpResponse<String> posted = operator.anonymous("POST", "/api/hello");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("allow")).contains("GET");
    }

    @Test
    void tellsWhoChangedWhat() throws Exception {
        // Given
        operator.post("/models", "{\"provider\":\"sim\",\"id\":\"a/b\",\"spec\":{\"context_tokens\":5}}");
        operator.send("PATCH", "/models/sim/a/b", "{\"spec\":{\"context_tokens\":6}}", "If-Match", "*");
        operator.send("DELETE", "/models/sim/a/b", null, "If-Match", "*");
        gateway.database().execute("insert into llm_models (provider, id) values ('sim', 'sql')");
        // When
        JsonObject first =
                operator.get("/audit?name=sim/a/b&kind=model&limit=2").body();
        JsonObject second = operator.get("/audit?name=sim/a/b&limit=2&cursor=" + first.getString("next"))
                .body();
        // Then
        assertThat(first.getInteger("total")).isEqualTo(3);
        assertThat(second.getString("next")).isNull();
        assertThat(List.of(entry(first, 0), entry(first, 1), entry(second, 0)))
                .extracting(entry -> entry.getString("action"))
                .containsExactly("delete", "update", "insert");
        JsonObject update = entry(first, 1);
        assertThat(update.getString("actor")).isEqualTo("preset-admin");
        assertThat(tokens(update, "before")).isEqualTo(5);
        assertThat(tokens(update, "after")).isEqualTo(6);
        assertThat(entry(second, 0).getJsonObject("before")).isNull();
        assertThat(operator.get("/audit?actor=penstock&name=sim/sql").body().getInteger("total"))
                .isEqualTo(1);
        assertThat(operator.get("/audit?actor=preset-admin&name=sim/sql").body().getInteger("total"))
                .isZero();
    }

    private static JsonObject entry(JsonObject page, int index) {
        return page.getJsonArray("data").getJsonObject(index);
    }

    private static int tokens(JsonObject entry, String side) {
        return entry.getJsonObject(side).getJsonObject("spec").getInteger("context_tokens");
    }

    @Test
    void servesWhatIsAddedAndNoLongerWhatIsSwitchedOff() throws Exception {
        // Given
        JsonObject spec = new JsonObject()
                .put("base_url", upstream.baseUrl())
                .put("private_address", true)
                .put("keyless", true)
                .put("list", "none")
                .put("models", List.of("live-1"));
        // When
        operator.post(
                "/providers",
                new JsonObject().put("name", "live").put("spec", spec).encode());
        // Then
        Await.until("it is served", () -> operator.chat("live-1") == 200);
        assertThat(operator.get("/providers/live")
                        .body()
                        .getJsonObject("effective")
                        .getBoolean("usable"))
                .isTrue();
        // When
        operator.post("/providers/live/disable", null);
        // Then
        Await.until("it is served no longer", () -> operator.chat("live-1") == 404);
        assertThat(operator.get("/providers/live").body().getJsonObject("effective"))
                .isNull();
        // When one model alone is switched off
        operator.post("/providers/live/enable", null);
        Await.until("it is served again", () -> operator.chat("live-1") == 200);
        operator.post("/models", "{\"provider\":\"live\",\"id\":\"live-1\",\"enabled\":false}");
        // Then
        Await.until("the model is served no longer", () -> operator.chat("live-1") == 404);
    }

    @Test
    void explainsWhereACallWouldGo() throws Exception {
        // Given
        offerThree();
        String request = "'messages':[{'role':'user','content':'Hello'}],'max_tokens':100,"
                + "'tools':[{'type':'function','function':{'name':'f','parameters':{'type':'object'}}}]";
        Await.until(
                "the rule holds",
                () -> "ours"
                        .equals(explained(quoted("{'power_level':'eco'," + request + "}"))
                                .getString("choosing_rule")));
        // When
        JsonObject told = explained(quoted("{'power_level':'eco','request':{" + request + "}}"));
        // Then
        readAsWritten(told);
        assertThat(told.getJsonArray("plan").getList()).containsExactly("told-to/cheap", "told-to/dear");
        assertThat(told.getString("dearest")).isEqualTo("told-to/dear");
        assertThat(told.getDouble("saving_usd")).isPositive();
        assertThat(told.getValue("refusal")).isNull();
        JsonObject blunt = candidate(told, "blunt");
        assertThat(blunt.getInteger("rank")).isZero();
        assertThat(blunt.getJsonArray("excluded").getList()).containsExactly("no_tools");
        assertThat(blunt.getJsonArray("reasons").getList()).containsExactly("calls no tools");
        assertThat(candidate(told, "cheap").getDouble("price_usd"))
                .isLessThan(candidate(told, "dear").getDouble("price_usd"));
        assertThat(explained("{\"model\":\"sim-fast:precision\",\"key\":\"preset-client\"}")
                        .getString("level_from"))
                .isEqualTo("name");
        assertThat(explained("{\"model\":\"nobody-has-it\"}").getJsonObject("refusal"))
                .isEqualTo(new JsonObject()
                        .put("status", 404)
                        .put("code", "model_not_found")
                        .put(
                                "message",
                                "The model 'nobody-has-it' is not served here. GET /v1/models lists the models served here.")
                        .putNull("retry_after"));
    }

    private static void offerThree() throws Exception {
        String spec = "{'base_url':'https://203.0.113.7/v1','keyless':true,'list':'none',"
                + "'models':['cheap','dear','blunt']}";
        operator.post("/providers", quoted("{'name':'told-to','spec':" + spec + "}"));
        for (String model : List.of(
                "'id':'cheap','spec':{'capabilities':['tools'],'prices':{'input':1,'output':2},'context_tokens':100000}",
                "'id':'dear','spec':{'capabilities':['tools'],'prices':{'input':10,'output':20},'context_tokens':100000}",
                "'id':'blunt','spec':{'capabilities':['reasoning'],'prices':{'input':0.1,'output':0.2}}")) {
            operator.post("/models", quoted("{'provider':'told-to'," + model + "}"));
        }
        operator.post(
                "/routing-rules",
                quoted("{'name':'ours','position':1,'spec':{'models':['auto'],"
                        + "'power_level':'eco','choose_from':['told-to/*'],'objective':'price'}}"));
    }

    private static void readAsWritten(JsonObject told) {
        assertThat(told.getString("level")).isEqualTo("eco");
        assertThat(told.getString("level_from")).isEqualTo("header");
        assertThat(told.getString("objective_rule")).isEqualTo("ours");
        assertThat(told.getJsonObject("objective").getInteger("price")).isEqualTo(1);
        assertThat(told.getJsonObject("needs").getBoolean("tools")).isTrue();
        assertThat(told.getJsonObject("needs").getInteger("output_tokens_max")).isEqualTo(100);
    }

    private static JsonObject candidate(JsonObject told, String model) {
        return told.getJsonArray("candidates").stream()
                .map(JsonObject.class::cast)
                .filter(candidate -> candidate.getString("model").equals(model))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject explained(String body) {
        try {
            Answer answer = operator.post("/route/explain", body);
            assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
            return answer.body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
