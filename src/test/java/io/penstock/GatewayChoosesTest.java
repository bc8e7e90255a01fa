package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Received;
import io.penstock.dialect.Wire;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller may leave the choice of the model to the gateway, in every dialect, and is told what was chosen and its cost. */
class GatewayChoosesTest {
    private static final String YAML = """
            simulator: {enabled: false}
            usage: {flush_millis: 20}
            limits: {answer_bytes_max: 65536}
            timeouts: {heartbeat_seconds: 0}
            rules:
              - {models: [m-3], fallbacks: [up/m-1]}
            providers:
              up:
                base_url: %1$s
                api_key: sk-upstream-secret-0123456789
                paths: {chat: /chat/completions, responses: /responses, messages: /messages}
                models: [m-1, m-2, m-4]
              bad: {base_url: "%1$s", api_key: sk-upstream-secret-0123456789, models: [m-3]}
            """;
    private static final String PRICES = """
            models:
              up:
                - models:
                    - {id: m-1, prices: {input: 0.0036, cached_input: 1, output: 1234.5}}
                    - {id: m-4, prices: {input: 10, output: 9000}}
            """;
    private static final String CHAT_ANSWER =
            "{ \"id\":\"c\", \"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Ha\"},"
                    + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7} }\n";
    private static final String MESSAGES_ANSWER =
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\","
                    + "\"text\":\"Ha\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}";
    private static final String RESPONSES_ANSWER =
            "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"model\":\"m\",\"output\":[],"
                    + "\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}";
    /** 11 x 0.0036 and 7 x 1234.5, per million, to the ninth place. */
    private static final String COST = "0.00864154";

    private static final String CHUNK =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1," + "\"model\":\"m\",\"choices\":";
    private static final String HA = CHUNK + "[{\"index\":0,\"delta\":{\"content\":\"Ha\"},\"finish_reason\":null}]";
    private static final String STOP = CHUNK + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]";
    private static final String USAGE = ",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}";

    private static ScriptedUpstream upstream;
    private static TestGateway gateway;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        upstream = new ScriptedUpstream();
        Path prices = Files.writeString(folder.resolve("prices.yaml"), PRICES);
        gateway = TestGateway.start(YAML.formatted(upstream.baseUrl()), Map.of("PENSTOCK_MODELS", prices.toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        upstream.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return gateway.client().send(request.build(), BodyHandlers.ofString());
    }

    private static void answers(Wire dialect) {
        upstream.plays((request, wire) -> wire.json(
                200,
                switch (dialect) {
                    case MESSAGES -> MESSAGES_ANSWER;
                    case RESPONSES -> RESPONSES_ANSWER;
                    default -> CHAT_ANSWER;
                }));
    }

    private static String metadata(String provider, String model, String cost, int attempts) {
        return ",\"_metadata\":{\"provider_used\":\"" + provider + "\",\"model_used\":\"" + model
                + "\",\"power_level\":null,\"cost_incurred\":" + cost + ",\"attempts\":" + attempts + "}";
    }

    /** The row of a call, by what its caller was told. */
    private static void awaitRow(HttpResponse<?> response, String columns, String expected) throws Exception {
        String id = response.headers().firstValue("x-penstock-call-id").orElseThrow();
        gateway.awaitRow(
                "select concat_ws(' ', " + columns + ") from llm_usage_logs where call_id = '" + id + "'", expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"CHAT", "RESPONSES", "MESSAGES"})
    void aCallThatNamesNoModelIsSentWithTheOneChosen(Wire dialect) throws Exception {
        // Given
        answers(dialect);
        String members =
                "\"seed\": 1.0, " + DialectCaller.body(dialect, "x", false, "").split(",", 2)[1];
        // When
        HttpResponse<String> response = send(gateway.post(DialectCaller.path(dialect, "x", false), "{ " + members));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(upstream.next().body()).isEqualTo("{\"model\":\"m-1\", " + members);
        assertThat(response.headers().firstValue("x-penstock-model")).contains("m-1");
        awaitRow(response, "model_asked, model_used", "auto m-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "m-1:eco"})
    void aNameThatLeavesTheChoiceIsReplacedInEveryDialect(String name) throws Exception {
        for (Wire dialect : DialectCaller.CALLERS) {
            // Given
            answers(dialect);
            String body = DialectCaller.body(dialect, name, false, "");
            // When
            HttpResponse<String> response = send(gateway.post(DialectCaller.path(dialect, name, false), body));
            // Then
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(new JsonObject(upstream.next().body()).getString("model"))
                    .isEqualTo("m-1");
            assertThat(response.headers().firstValue("x-penstock-power-level"))
                    .contains(name.equals("auto") ? "balanced" : "eco");
        }
    }

    @Test
    void aLevelThatDecidedIsToldAndWhatItSavedStandsInTheRow() throws Exception {
        // Given
        answers(Wire.CHAT);
        // When
        HttpResponse<String> response =
                send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "auto", false, ""))
                        .header("X-Power-Level", "Eco"));
        // Then
        assertThat(response.headers().firstValue("x-penstock-power-level")).contains("eco");
        assertThat(response.body())
                .contains(metadata("up", "m-1", COST, 1).replace("_level\":null", "_level\":\"eco\""));
        // 11 x 10 and 7 x 9000, per million, less what it cost.
        awaitRow(response, "power_level, saved_usd = 0.06311 - " + COST, "eco t");
    }

    @Test
    void aTranslatedAnswerNamesTheModelThatWasChosen() throws Exception {
        // Given
        answers(Wire.CHAT);
        // When
        HttpResponse<String> response = send(gateway.post(
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
        answers(dialect);
        String body = DialectCaller.body(dialect, "m-1", false, "");
        // When
        HttpResponse<String> response = send(
                gateway.post(DialectCaller.path(dialect, "m-1", false), body).header("x-power-LEVEL", "turbo"));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(DialectCaller.refusal(dialect, response.body()))
                .endsWith(": The header X-Power-Level must be eco, balanced or precision.");
        if (dialect == Wire.CHAT) {
            JsonObject error = new JsonObject(response.body()).getJsonObject("error");
            assertThat(error.getString("code")).isEqualTo("invalid_value");
            assertThat(error.getString("param")).isEqualTo("X-Power-Level");
        }
        awaitRow(response, "outcome, http_status, error_code", "rejected 400 invalid_value");
    }

    @ParameterizedTest
    @CsvSource({"/v1/moderations, application/json", "/v1/audio/transcriptions, multipart/form-data; boundary=b"})
    void aPowerLevelThatThereIsNotIsRefusedWhereBodiesPassUnread(String path, String type) throws Exception {
        // Given
        String form = "--b\r\ncontent-disposition: form-data; name=\"model\"\r\n\r\nm-1\r\n--b--\r\n";
        String body = type.startsWith("multipart") ? form : "{\"model\":\"m-1\",\"input\":\"x\"}";
        // When
        HttpResponse<String> response =
                send(gateway.post(path, body).setHeader("content-type", type).header("x-power-level", ""));
        // Then
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getJsonObject("error").getString("code"))
                .isEqualTo("invalid_value");
    }

    @Test
    void aPowerLevelDoesNotReachTheProvider() throws Exception {
        // Given
        answers(Wire.CHAT);
        // When
        HttpResponse<String> response =
                send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-1", false, ""))
                        .header("X-Power-Level", " Precision "));
        // Then
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(upstream.next().head().toLowerCase(java.util.Locale.ROOT)).doesNotContain("power");
    }

    @Test
    void whatIsNoConversationMustNameItsModel() throws Exception {
        for (String path : List.of("/v1/embeddings", "/v1/completions", "/v1/moderations")) {
            HttpResponse<String> response = send(gateway.post(path, "{\"input\":\"x\",\"messages\":[]}"));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Missing required parameter: 'model'.");
        }
    }

    @Test
    void aChatAnswerTellsWhoGaveItAndTheCostOfItsRow() throws Exception {
        // Given
        answers(Wire.CHAT);
        // When
        HttpResponse<String> response =
                send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-1", false, "")));
        // Then
        int brace = CHAT_ANSWER.lastIndexOf('}');
        assertThat(response.body())
                .isEqualTo(CHAT_ANSWER.substring(0, brace)
                        + metadata("up", "m-1", COST, 1)
                        + CHAT_ANSWER.substring(brace));
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).contains(COST);
        awaitRow(response, "cost_usd = " + COST + ", power_level is null, saved_usd is null", "t t t");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"RESPONSES", "MESSAGES", "GEMINI"})
    void anAnswerInAnotherDialectTellsItsCostInTheHeaderAlone(Wire dialect) throws Exception {
        // Given
        answers(dialect);
        // When
        HttpResponse<String> response = send(
                gateway.post(DialectCaller.path(dialect, "m-1", false), DialectCaller.body(dialect, "m-1", false, "")));
        // Then
        assertThat(response.body()).doesNotContain("_metadata");
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).contains(COST);
        awaitRow(response, "cost_usd = " + COST, "t");
    }

    @Test
    void aCostThatIsNotKnownIsNull() throws Exception {
        // Given
        answers(Wire.CHAT);
        // When
        HttpResponse<String> response =
                send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "up/m-2", false, "")));
        // Then
        assertThat(response.body()).contains(metadata("up", "m-2", "null", 1));
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        awaitRow(response, "cost_usd is null", "t");
    }

    @Test
    void anErrorAndAnAnswerTooLargeToBeHeldTellNothing() throws Exception {
        // Given
        String large = CHAT_ANSWER.replace("Ha", "Ha".repeat(100_000));
        upstream.plays((request, wire) -> wire.json(200, large));
        String body = DialectCaller.body(Wire.CHAT, "m-1", false, "");
        // When
        HttpResponse<String> passed = send(gateway.post("/v1/chat/completions", body));
        upstream.plays((request, wire) -> wire.json(400, "{\"error\":{\"message\":\"no\",\"type\":\"t\"}}"));
        HttpResponse<String> refused = send(gateway.post("/v1/chat/completions", body));
        // Then
        assertThat(passed.body()).isEqualTo(large);
        assertThat(passed.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("_metadata");
    }

    private static void plays(String sse, int pieceBytes) {
        upstream.plays((request, wire) -> {
            wire.streamHead();
            for (int at = 0; at < sse.length(); at += pieceBytes) {
                wire.chunk(sse.substring(at, Math.min(sse.length(), at + pieceBytes)));
            }
            wire.endOfChunks();
        });
    }

    private static HttpResponse<String> streamed(String model, boolean usage) throws Exception {
        String more = "\"stream_options\":{\"include_usage\":" + usage + "},";
        return send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, model, true, more)));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "7, false", "100000, false", "13, true", "100000, true"})
    void aStreamTellsItInTheEventThatTellsItsUsage(int pieceBytes, boolean inLastChunk) throws Exception {
        // Given
        String head = HA + "}\r\n\r\n: note\n\n" + (inLastChunk ? STOP : STOP + ",\"usage\":null}\n\n" + CHUNK + "[]");
        String tail = " }\r\n\r\ndata: [DONE]\n\n";
        plays(head + USAGE + tail, pieceBytes);
        // When
        HttpResponse<String> told = streamed("m-1", true);
        // Then
        assertThat(told.body()).isEqualTo(head + USAGE + " " + metadata("up", "m-1", COST, 1) + tail.substring(1));
        assertThat(told.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        awaitRow(told, "cost_usd = " + COST, "t");
        // When nobody asked for the usage
        HttpResponse<String> untold = streamed("m-1", false);
        // Then
        assertThat(untold.body()).doesNotContain("_metadata");
    }

    @Test
    void aTranslatedStreamTellsIt() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(Spoken.whole(Wire.CHAT, "Ha"));
            wire.endOfChunks();
        });
        // When
        HttpResponse<String> response = send(gateway.post(
                DialectCaller.path(Wire.GEMINI, "m-1", true), DialectCaller.body(Wire.GEMINI, "m-1", true, "")));
        // Then
        assertThat(DialectCaller.text(Wire.GEMINI, response.body())).isEqualTo("Ha");
        assertThat(response.body()).doesNotContain("_metadata");
    }

    @Test
    void anAnswerOfASecondTargetTellsTheAttempts() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            if (request.body().contains("m-3")) {
                wire.json(503, "{\"error\":{\"message\":\"busy\"}}");
            } else {
                wire.json(200, CHAT_ANSWER);
            }
        });
        // When
        HttpResponse<String> response =
                send(gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-3", false, "")));
        // Then
        String attempts = response.headers().firstValue("x-penstock-attempts").orElseThrow();
        assertThat(attempts).startsWith("bad:503").endsWith("up:200");
        assertThat(response.body()).contains(metadata("up", "m-1", COST, attempts.split(",").length));
        awaitRow(response, "cost_usd = " + COST, "t");
    }

    @Test
    void aStreamThatGoesOnElsewhereTellsIt() throws Exception {
        // Given
        upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(HA + "}\n\n");
            if (request.body().contains("m-3")) {
                wire.reset();
            } else {
                wire.chunk(STOP + "}\n\n" + CHUNK + "[]" + USAGE + "}\n\n");
                wire.done();
            }
        });
        // When
        HttpResponse<String> response = streamed("m-3", true);
        // Then
        assertThat(DialectCaller.text(Wire.CHAT, response.body())).isEqualTo("Ha");
        assertThat(response.body())
                .contains(USAGE + metadata("up", "m-1", COST, 2) + "}\n\n")
                .endsWith("[DONE]\n\n");
        Received last = upstream.next();
        assertThat(last.body()).contains("m-3");
    }
}
