package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Received;
import io.penstock.dialect.Wire;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What callers are told beside the answer: who gave it, at which level, and its cost, which is that of the row. */
class ReceiptsTest {
    private static final String CHUNK =
            "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1," + "\"model\":\"m\",\"choices\":";
    private static final String HA = CHUNK + "[{\"index\":0,\"delta\":{\"content\":\"Ha\"},\"finish_reason\":null}]";
    private static final String STOP = CHUNK + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]";
    private static final String USAGE = ",\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7}";

    private static ChoosingStage stage;

    @BeforeAll
    static void open() throws Exception {
        stage = new ChoosingStage();
    }

    @AfterAll
    static void close() throws Exception {
        stage.close();
    }

    private static String metadata(String provider, String model, String cost, int attempts) {
        return ",\"_metadata\":{\"provider_used\":\"" + provider + "\",\"model_used\":\"" + model
                + "\",\"power_level\":null,\"cost_incurred\":" + cost + ",\"attempts\":" + attempts + "}";
    }

    @Test
    void aLevelThatDecidedIsToldAndWhatItSavedStandsInTheRow() throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.send(stage.gateway
                .post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "auto", false, ""))
                .header("X-Power-Level", "Eco"));
        // Then
        assertThat(response.headers().firstValue("x-penstock-power-level")).contains("eco");
        assertThat(response.body())
                .contains(metadata("up", "m-1", ChoosingStage.COST, 1).replace("_level\":null", "_level\":\"eco\""));
        // 11 x 10 and 7 x 9000, per million, less what it cost.
        stage.awaitRow(response, "power_level, saved_usd = 0.06311 - " + ChoosingStage.COST, "eco t");
    }

    @Test
    void aChatAnswerTellsWhoGaveItAndTheCostOfItsRow() throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response =
                stage.send(stage.gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-1", false, "")));
        // Then
        int brace = ChoosingStage.CHAT_ANSWER.lastIndexOf('}');
        assertThat(response.body())
                .isEqualTo(ChoosingStage.CHAT_ANSWER.substring(0, brace)
                        + metadata("up", "m-1", ChoosingStage.COST, 1)
                        + ChoosingStage.CHAT_ANSWER.substring(brace));
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).contains(ChoosingStage.COST);
        stage.awaitRow(
                response, "cost_usd = " + ChoosingStage.COST + ", power_level is null, saved_usd is null", "t t t");
    }

    @ParameterizedTest
    @EnumSource(
            value = Wire.class,
            names = {"RESPONSES", "MESSAGES", "GEMINI"})
    void anAnswerInAnotherDialectTellsItsCostInTheHeaderAlone(Wire dialect) throws Exception {
        // Given
        stage.answers(dialect);
        // When
        HttpResponse<String> response = stage.send(stage.gateway.post(
                DialectCaller.path(dialect, "m-1", false), DialectCaller.body(dialect, "m-1", false, "")));
        // Then
        assertThat(response.body()).doesNotContain("_metadata");
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).contains(ChoosingStage.COST);
        stage.awaitRow(response, "cost_usd = " + ChoosingStage.COST, "t");
    }

    @Test
    void aCostThatIsNotKnownIsNull() throws Exception {
        // Given
        stage.answers(Wire.CHAT);
        // When
        HttpResponse<String> response = stage.send(
                stage.gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "up/m-2", false, "")));
        // Then
        assertThat(response.body()).contains(metadata("up", "m-2", "null", 1));
        assertThat(response.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        stage.awaitRow(response, "cost_usd is null", "t");
    }

    @Test
    void anErrorAndAnAnswerTooLargeToBeHeldTellNothing() throws Exception {
        // Given
        String large = ChoosingStage.CHAT_ANSWER.replace("Ha", "Ha".repeat(100_000));
        stage.upstream.plays((request, wire) -> wire.json(200, large));
        String body = DialectCaller.body(Wire.CHAT, "m-1", false, "");
        // When
        HttpResponse<String> passed = stage.send(stage.gateway.post("/v1/chat/completions", body));
        stage.upstream.plays((request, wire) -> wire.json(400, "{\"error\":{\"message\":\"no\",\"type\":\"t\"}}"));
        HttpResponse<String> refused = stage.send(stage.gateway.post("/v1/chat/completions", body));
        // Then
        assertThat(passed.body()).isEqualTo(large);
        assertThat(passed.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("_metadata");
    }

    private static void plays(String sse, int pieceBytes) {
        stage.upstream.plays((request, wire) -> {
            wire.streamHead();
            for (int at = 0; at < sse.length(); at += pieceBytes) {
                wire.chunk(sse.substring(at, Math.min(sse.length(), at + pieceBytes)));
            }
            wire.endOfChunks();
        });
    }

    private static HttpResponse<String> streamed(String model, boolean usage) throws Exception {
        String more = "\"stream_options\":{\"include_usage\":" + usage + "},";
        return stage.send(stage.gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, model, true, more)));
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
        assertThat(told.body())
                .isEqualTo(head + USAGE + " " + metadata("up", "m-1", ChoosingStage.COST, 1) + tail.substring(1));
        assertThat(told.headers().firstValue("x-penstock-cost-usd")).isEmpty();
        stage.awaitRow(told, "cost_usd = " + ChoosingStage.COST, "t");
        // When nobody asked for the usage
        HttpResponse<String> untold = streamed("m-1", false);
        // Then
        assertThat(untold.body()).doesNotContain("_metadata");
    }

    @Test
    void aTranslatedStreamTellsIt() throws Exception {
        // Given
        stage.upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(Spoken.whole(Wire.CHAT, "Ha"));
            wire.endOfChunks();
        });
        // When
        HttpResponse<String> response = stage.send(stage.gateway.post(
                DialectCaller.path(Wire.GEMINI, "m-1", true), DialectCaller.body(Wire.GEMINI, "m-1", true, "")));
        // Then
        assertThat(DialectCaller.text(Wire.GEMINI, response.body())).isEqualTo("Ha");
        assertThat(response.body()).doesNotContain("_metadata");
    }

    @Test
    void anAnswerOfASecondTargetTellsTheAttempts() throws Exception {
        // Given
        stage.upstream.plays((request, wire) -> {
            if (request.body().contains("m-3")) {
                wire.json(503, "{\"error\":{\"message\":\"busy\"}}");
            } else {
                wire.json(200, ChoosingStage.CHAT_ANSWER);
            }
        });
        // When
        HttpResponse<String> response =
                stage.send(stage.gateway.post("/v1/chat/completions", DialectCaller.body(Wire.CHAT, "m-3", false, "")));
        // Then
        String attempts = response.headers().firstValue("x-penstock-attempts").orElseThrow();
        assertThat(attempts).startsWith("bad:503").endsWith("up:200");
        assertThat(response.body()).contains(metadata("up", "m-1", ChoosingStage.COST, attempts.split(",").length));
        stage.awaitRow(response, "cost_usd = " + ChoosingStage.COST, "t");
    }

    @Test
    void aStreamThatGoesOnElsewhereTellsIt() throws Exception {
        // Given
        stage.upstream.plays((request, wire) -> {
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
                .contains(USAGE + metadata("up", "m-1", ChoosingStage.COST, 2) + "}\n\n")
                .endsWith("[DONE]\n\n");
        Received last = stage.upstream.next();
        assertThat(last.body()).contains("m-3");
    }
}
