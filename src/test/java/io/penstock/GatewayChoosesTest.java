package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.Wire;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller may leave the choice of the model to the gateway, in every dialect, and say what counts in it. */
class GatewayChoosesTest {
    private static ChoosingStage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = new ChoosingStage();
    }

    @AfterAll
    static void close() throws Exception {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"CHAT", "RESPONSES", "MESSAGES"})
    void aCallThatNamesNoModelIsSentWithTheOneChosen(Wire dialect) throws Exception {
        // Given
        stage.answers(dialect);
        String members =
                "\"seed\": 1.0, " + DialectCaller.body(dialect, "x", false, "").split(",", 2)[1];
        // When
        HttpResponse<String> response =
                stage.send(stage.gateway.post(DialectCaller.path(dialect, "x", false), "{ " + members));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(stage.upstream.next().body()).isEqualTo("{\"model\":\"m-1\", " + members);
        assertThat(response.headers().firstValue("x-penstock-model")).contains("m-1");
        stage.awaitRow(response, "model_asked, model_used", "auto m-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "m-1:eco"})
    void aNameThatLeavesTheChoiceIsReplacedInEveryDialect(String name) throws Exception {
        for (Wire dialect : DialectCaller.CALLERS) {
            // Given
            stage.answers(dialect);
            String body = DialectCaller.body(dialect, name, false, "");
            // When
            HttpResponse<String> response =
                    stage.send(stage.gateway.post(DialectCaller.path(dialect, name, false), body));
            // Then
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(new JsonObject(stage.upstream.next().body()).getString("model"))
                    .isEqualTo("m-1");
            assertThat(response.headers().firstValue("x-penstock-power-level"))
                    .contains(name.equals("auto") ? "balanced" : "eco");
        }
    }

    @Test
    void aTranslatedAnswerNamesTheModelThatWasChosen() throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.send(stage.gateway.post(
                DialectCaller.path(Wire.GEMINI, "auto", false), DialectCaller.body(Wire.GEMINI, "auto", false, "")));
        // Then
        assertThat(new JsonObject(response.body()).getString("modelVersion")).isEqualTo("m-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"CHAT", "RESPONSES", "MESSAGES", "GEMINI"})
    void aPowerLevelThatThereIsNotIsRefusedInTheCallersDialect(Wire dialect) throws Exception {
        // Given
        stage.answers(dialect);
        String body = DialectCaller.body(dialect, "m-1", false, "");
        // When
        HttpResponse<String> response = stage.send(stage.gateway
                .post(DialectCaller.path(dialect, "m-1", false), body)
                .header("x-power-LEVEL", "turbo"));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DialectCaller.refusal(dialect, response.body()))
                .endsWith(": The header X-Power-Level must be eco, balanced or precision.");
        if (dialect == Wire.CHAT) {
            JsonObject error = new JsonObject(response.body()).getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("invalid_value");
            assertThat(error.getString("param")).isEqualTo("X-Power-Level");
        }
        stage.awaitRow(response, "outcome, http_status, error_code", "rejected 400 invalid_value");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"CHAT", "RESPONSES", "MESSAGES", "GEMINI"})
    void anEndingOfAutoThatIsNoLevelIsRefusedInTheCallersDialect(Wire dialect) throws Exception {
        // When
        HttpResponse<String> response = stage.send(stage.gateway.post(
                DialectCaller.path(dialect, "auto:turbo", false),
                DialectCaller.body(dialect, "auto:turbo", false, "")));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(DialectCaller.refusal(dialect, response.body()))
                .endsWith(": The power level behind 'auto:' must be eco, balanced or precision.");
        if (dialect == Wire.CHAT) {
            assertThat(new JsonObject(response.body()).getJsonObject("error").getString("param"))
                    .isEqualTo("model");
        }
    }

    @Test
    void anEndingThatIsNoLevelIsToldWhereTheModelIsServed() throws Exception {
        // When
        HttpResponse<String> served = stage.ask(Wire.CHAT, "m-1:turbo");
        HttpResponse<String> unknown = stage.ask(Wire.CHAT, "entirely-else:turbo");
        // Then
        assertThat(served.statusCode()).isEqualTo(404);
        assertThat(served.body()).contains(" A power level behind the colon is eco, balanced or precision.");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).doesNotContain("precision");
    }

    @ParameterizedTest
    @CsvSource({"AUTO, balanced", "Auto:ECO, eco", "m-1:Precision, precision"})
    void caseDoesNotMatterInWhatLeavesTheChoice(String name, String level) throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.ask(Wire.CHAT, name);
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("x-penstock-power-level")).contains(level);
        stage.upstream.next();
    }

    @ParameterizedTest
    @CsvSource({"eco, ECO, 200", "eco, precision, 400", "eco, turbo, 400"})
    void aPowerLevelGivenTwiceMustBeTheSame(String one, String other, int status) throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.send(stage.gateway
                .post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-1", false, ""))
                .header("x-power-level", one)
                .header("X-Power-Level", other));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        if (status == 200) {
            stage.upstream.next();
        } else {
            assertThat(new JsonObject(response.body()).getJsonObject("error").getString("param"))
                    .isEqualTo("X-Power-Level");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/moderations, application/json", "/v1/audio/transcriptions, multipart/form-data; boundary=b"})
    void aPowerLevelThatThereIsNotIsRefusedWhereBodiesPassUnread(String path, String type) throws Exception {
        // Given
        String form = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nm-1\r\n--b--\r\n";
        String body = type.startsWith("multipart") ? form : "{\"model\":\"m-1\",\"input\":\"x\"}";
        // When
        HttpResponse<String> response = stage.send(
                stage.gateway.post(path, body).setHeader("content-type", type).header("x-power-level", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getJsonObject("error").getString("code"))
                .isEqualTo("invalid_value");
    }

    @Test
    void aPowerLevelDoesNotReachTheProvider() throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.send(stage.gateway
                .post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-1", false, ""))
                .header("X-Power-Level", " Precision "));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(stage.upstream.next().head().toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("power");
    }

    @Test
    void whatIsNoConversationMustNameItsModel() throws Exception {
        for (String path : List.of("/v1/embeddings", "/v1/completions", "/v1/moderations")) {
            HttpResponse<String> response = stage.send(stage.gateway.post(path, "{\"input\":\"x\",\"messages\":[]}"));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Missing required parameter: 'model'.");
        }
    }
}
