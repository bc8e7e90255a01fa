package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.AdminCaller.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model has rejected once is not asked of it again: the call goes elsewhere, or asks by another name. */
class GatewayLearnsTest {
    private static final String PLAIN = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    private static final String BOUND =
            "{\"model\":\"%s\", \"max_tokens\" : 9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";

    private static ChoosingStage stage;
    private static AdminCaller admin;

    @BeforeAll
    static void open() throws Exception {
        stage = new ChoosingStage();
        admin = new AdminCaller(stage.gateway);
    }

    @AfterAll
    static void close() throws Exception {
        stage.close();
    }

    @AfterEach
    void forget() throws Exception {
        for (Object one : admin.get("/hints").body().getJsonArray("data")) {
            JsonObject hint = (JsonObject) one;
            admin.send("DELETE", path(hint.getString("provider"), hint.getString("model")), null);
        }
    }

    private static String path(String provider, String model) {
        return "/hints?provider=" + provider + "&model=" + model;
    }

    /** The upstream rejects a parameter for one model, as OpenAI does, and answers all else. */
    private static void rejects(String model, String parameter) {
        String error = new JsonObject()
                .put(
                        "error",
                        new JsonObject()
                                .put("message", "Unsupported parameter: '" + parameter + "' is not supported.")
                                .put("type", "invalid_request_error")
                                .put("param", parameter)
                                .put("code", "unsupported_parameter"))
                .encode();
        stage.upstream.plays((request, wire) -> {
            JsonObject asked = new JsonObject(request.body());
            boolean rejected = asked.getString("model").equals(model) && asked.containsKey(parameter);
            wire.json(rejected ? 400 : 200, rejected ? error : ChoosingStage.CHAT_ANSWER);
        });
    }

    /** What was taken once is not held against a model by a word, so each test has a parameter of its own. */
    private static String with(String parameter, String model) {
        return PLAIN.formatted(model).replace("\"messages\"", '"' + parameter + "\":7,\"messages\"");
    }

    private static HttpResponse<String> chat(String body) throws Exception {
        return stage.send(stage.gateway.post("/v1/chat/completions", body));
    }

    private static String attempts(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.headers().firstValue("x-penstock-attempts").orElseThrow() + " "
                + response.headers().firstValue("x-penstock-model").orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"m-3, bad, m-3, seed", "auto:eco, up, m-1, logit_bias"})
    void theNextCallWithItGoesElsewhereAtOnce(String model, String provider, String first, String parameter)
            throws Exception {
        // Given
        rejects(first, parameter);
        // When
        HttpResponse<String> met = chat(with(parameter, model));
        HttpResponse<String> next = chat(with(parameter, model));
        HttpResponse<String> without = chat(PLAIN.formatted(model));
        // Then
        assertThat(attempts(met)).startsWith(provider + ":400,up:200");
        assertThat(attempts(next)).startsWith("up:200").doesNotEndWith(" " + first);
        assertThat(attempts(without)).isEqualTo(provider + ":200 " + first);
        // When
        JsonObject hint =
                admin.get(path(provider, first)).body().getJsonArray("data").getJsonObject(0);
        // Then
        assertThat(hint.getJsonArray("rejects")).isEqualTo(new JsonArray().add(parameter));
        assertThat(hint.getBoolean("in_force")).isTrue();
        assertThat(UUID.fromString(hint.getString("last_call")))
                .hasToString(met.headers().firstValue("x-penstock-call-id").orElseThrow());
    }

    @Test
    void anOperatorSeesWhyAndCanTakeItBack() throws Exception {
        // Given
        rejects("m-1", "prediction");
        chat(with("prediction", "auto:eco"));
        // When
        JsonObject explained =
                admin.post("/route/explain", with("prediction", "auto:eco")).body();
        // Then
        JsonObject excluded = explained.getJsonArray("candidates").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("model").equals("m-1"))
                .findFirst()
                .orElseThrow();
        assertThat(excluded.getJsonArray("excluded")).contains("incompatible");
        assertThat(excluded.getJsonArray("rejects")).containsExactly("prediction");
        // When
        Answer forgotten = admin.send("DELETE", path("up", "m-1"), null);
        // Then
        assertThat(forgotten.status()).isEqualTo(204);
        assertThat(admin.get("/hints").body().getInteger("total")).isZero();
        assertThat(attempts(chat(with("prediction", "auto:eco")))).startsWith("up:400,up:200");
    }

    @Test
    void aBoundIsWrittenByTheNameThatIsTaken() throws Exception {
        for (String taken : new String[] {"max_completion_tokens", "max_tokens"}) {
            // Given
            String rejected = taken.equals("max_tokens") ? "max_completion_tokens" : "max_tokens";
            String model = taken.equals("max_tokens") ? "m-2" : "m-4";
            String body = BOUND.formatted(model).replace("max_tokens", rejected);
            rejects(model, rejected);
            // When
            HttpResponse<String> met = chat(body);
            HttpResponse<String> next = chat(body);
            // Then
            assertThat(attempts(met)).isEqualTo("up:400,up:200 " + model);
            assertThat(attempts(next)).isEqualTo("up:200 " + model);
            String respelled = body.replace("\"" + rejected + "\" : 9", "\"" + taken + "\":9");
            assertThat(stage.upstream.next().body()).isEqualTo(body);
            assertThat(stage.upstream.next().body()).isEqualTo(respelled);
            assertThat(stage.upstream.next().body()).isEqualTo(respelled);
        }
    }

    @Test
    void aTargetThatTakesNeitherNameIsAskedNoThirdTimeAndTheCallerHearsOfItsOwn() throws Exception {
        // Given
        String error = "{\"error\":{\"message\":\"x\",\"param\":\"%s\",\"code\":\"unsupported_parameter\"}}";
        stage.upstream.plays((request, wire) -> wire.json(
                400,
                error.formatted(request.body().contains("max_completion") ? "max_completion_tokens" : "max_tokens")));
        // When
        HttpResponse<String> first = chat(BOUND.formatted("up/m-9"));
        HttpResponse<String> second = chat(BOUND.formatted("up/m-9"));
        // Then
        assertThat(first.headers().firstValue("x-penstock-attempts")).contains("up:400,up:400");
        assertThat(second.headers().firstValue("x-penstock-attempts")).contains("up:400");
        for (HttpResponse<String> response : List.of(first, second)) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new JsonObject(response.body()).getJsonObject("error").getString("param"))
                    .isEqualTo("max_tokens");
        }
    }

    @Test
    void aCallerOfAnotherDialectIsHelpedTheSame() throws Exception {
        // Given
        rejects("m-3", "max_completion_tokens");
        String body = "{\"model\":\"bad/m-3\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        // When
        HttpResponse<String> met = stage.send(stage.gateway.post("/v1/messages", body));
        HttpResponse<String> next = stage.send(stage.gateway.post("/v1/messages", body));
        // Then
        assertThat(attempts(met)).isEqualTo("bad:400,bad:200 m-3");
        assertThat(attempts(next)).isEqualTo("bad:200 m-3");
        stage.upstream.next();
        assertThat(new JsonObject(stage.upstream.next().body()).getInteger("max_tokens"))
                .isEqualTo(9);
    }

    @Test
    void aServersErrorTeachesNothing() throws Exception {
        // Given
        stage.upstream.plays((request, wire) -> {
            boolean bad = request.body().contains("\"m-3\"");
            wire.json(
                    bad ? 500 : 200,
                    bad ? "{\"error\":\"this model does not support tools\"}" : ChoosingStage.CHAT_ANSWER);
        });
        String body =
                PLAIN.formatted("m-3").replace("\"messages\"", "\"tools\":[{\"type\":\"function\"}],\"messages\"");
        // When
        HttpResponse<String> answer = chat(body);
        // Then
        assertThat(attempts(answer)).contains("bad:500").endsWith(" m-1");
        assertThat(admin.get("/hints").body().getInteger("total")).isZero();
    }

    @Test
    void aNamedModelThatNobodyElseServesIsAskedAllTheSame() throws Exception {
        // Given
        rejects("m-2", "seed");
        // When
        HttpResponse<String> first = chat(with("seed", "m-2"));
        HttpResponse<String> second = chat(with("seed", "m-2:eco"));
        // Then
        for (HttpResponse<String> response : List.of(first, second)) {
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(new JsonObject(response.body()).getJsonObject("error").getString("param"))
                    .isEqualTo("seed");
        }
    }

    @Test
    void badQuestionsAboutItAreRefused() throws Exception {
        assertThat(admin.send("DELETE", "/hints?provider=up", null).error().getString("param"))
                .isEqualTo("model");
        assertThat(admin.send("DELETE", path("up", "m-9"), null).status()).isEqualTo(404);
        assertThat(admin.get("/hints?limit=0").status()).isEqualTo(400);
        assertThat(admin.get("/hints?in_force=perhaps").status()).isEqualTo(400);
        assertThat(admin.send("PUT", "/hints", "{}").status()).isEqualTo(405);
        assertThat(admin.anonymous("GET", AdminCaller.BASE + "/hints").statusCode())
                .isEqualTo(401);
    }
}
