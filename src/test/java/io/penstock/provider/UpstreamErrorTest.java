package io.penstock.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.Seeded;
import io.penstock.provider.Refusals.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamErrorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}} | t | c | m",
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":null}} | t | - | m",
                "{\"error\":{\"message\":\"m\",\"code\":400}} | - | 400 | m",
                "{\"error\":{\"message\":\"m\",\"code\":\"401\"}} | - | 401 | m",
                "{\"error\":\"m\"} | - | - | m",
                "{\"error\":[\"m\",\"n\"]} | - | - | m; n",
                "{\"error\":[{\"message\":\"m\",\"code\":\"c\"}]} | - | c | m",
                "{\"code\":\"c\",\"error\":\"m\"} | - | c | m",
                "{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"} | t | c | m",
                "{\"message\":\"m\"} | - | - | m",
                "{\"Message\":\"m\",\"__type\":\"a.b#T\"} | a.b#T | - | m",
                "[{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"m\"}}] | - | INVALID_ARGUMENT | m",
                "[1,{\"message\":\"m\"}] | - | - | m",
                "{\"detail\":\"Unauthorized\"} | - | - | Unauthorized",
                "{\"detail\":[{\"loc\":[\"body\",0,\"n\"],\"msg\":\"m\",\"type\":\"missing\"},{\"msg\":\"n\"}]} | missing | - | m (body.0.n); n",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"rate_limited\",\"code\":\"1300\"} | rate_limited | 1300 | m",
                "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\",\"msg\":\"m\"}]}} | extra_forbidden | - | m",
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"m\"}} | overloaded_error | - | m"
            })
    void readsTheUsualShapes(String body, String type, String code, String message) {
        assertParts(body, type, code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "{\"error\":{\"type\":\"e\",\"message\":\"m\",\"details\":{\"error_code\":\"x\"}}} | e | x | m",
                "{\"error\":{\"code\":\"429\",\"innererror\":{\"code\":\"x\"}}} | - | x | -",
                "{\"error\":{\"code\":400,\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}} | - | API_KEY_INVALID | -",
                "{\"error\":{\"message\":{},\"type\":[],\"code\":{}}} | - | - | -",
                "{\"x_groq\":{\"id\":\"i\",\"error\":\"m\"}} | - | - | m",
                "{\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"c\",\"message\":\"m\"}}} | - | c | m",
                "{\"type\":\"error\",\"code\":\"c\",\"message\":\"m\",\"param\":null} | error | c | m",
                "{\"error\":null,\"message\":\"m\"} | - | - | m",
                "{\"error\":{}} | - | - | -",
                "{} | - | - | -",
                "\uFEFF {\"error\":\"m\"} | - | - | m",
                "{\"error\":\"m\"}garbage{ | - | - | m",
                "{\"error\":\"m\"}{\"error\":\"n\"} | - | - | m"
            })
    void readsTheRareShapes(String body, String type, String code, String message) {
        assertParts(body, type, code, message);
    }

    private static void assertParts(String body, String type, String code, String message) {
        // When
        UpstreamError error = UpstreamError.read(418, Buffer.buffer(body));

        // Then
        assertThat(error.status()).isEqualTo(418);
        assertThat(error.type()).isEqualTo(type);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo(message);
        assertThat(error.body()).isNotNull();
    }

    @Test
    void keepsTheObjectUnwrapped() {
        UpstreamError error = UpstreamError.read(400, Buffer.buffer("[{\"error\":{\"code\":1},\"more\":[2]}] x"));
        assertThat(error.body()).isEqualTo(new JsonObject("{\"error\":{\"code\":1},\"more\":[2]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\uFEFF",
                "<html>",
                "Authentication Fails",
                "\"text\"",
                "5",
                "null",
                "[]",
                "[null]",
                "[[{}]]",
                "{",
                "{\"error\":",
                "{\"error\"}",
                "[{\"error\":",
                "{\"n\":1e}",
                "{'error':'x'}"
            })
    void findsNothingInWhatIsNoObject(String body) {
        UpstreamError error = UpstreamError.read(500, Buffer.buffer(body));
        assertThat(error).isEqualTo(new UpstreamError(500, null, null, null, null));
    }

    @Test
    void isPrintedWithoutTheProvidersWords() {
        UpstreamError error =
                UpstreamError.read(400, Buffer.buffer("{\"code\":\"c\",\"error\":\"Incorrect key sk-1\"}"));
        assertThat(error).hasToString("UpstreamError[status=400, type=null, code=c]");
    }

    @ParameterizedTest
    @CsvSource({"100, true", "101, false"})
    void readsJsonThatNestsOneHundredDeep(int levels, boolean read) {
        String body = "{\"n\":" + "[".repeat(levels - 1) + "]".repeat(levels - 1) + "}";
        assertThat(UpstreamError.read(400, Buffer.buffer(body)).body() != null).isEqualTo(read);
    }

    @Test
    void survivesBombs() {
        int many = 256 * 1024;
        for (String bomb : List.of(
                "[".repeat(many),
                "{\"error\":".repeat(many / 8),
                "[{\"error\":" + "[".repeat(90_000) + "]".repeat(90_000) + "}]",
                "{\"error\":{\"code\":" + "9".repeat(many) + "}}",
                "{\"error\":{\"code\":1e" + "9".repeat(500) + "}}",
                "{\"" + "k".repeat(many) + "\":1}",
                "{\"detail\":[" + "{\"msg\":\"m\"},".repeat(many / 12) + "{}]}")) {
            assertThat(UpstreamError.read(400, Buffer.buffer(bomb)).status()).isEqualTo(400);
        }
    }

    @Test
    void boundsWhatItKeepsAndHalvesNoCharacter() {
        // Given
        String sentence = "x".repeat(999) + "\uD83D\uDE00" + "y".repeat(250_000);
        JsonObject inner = new JsonObject()
                .put("message", sentence)
                .put("type", "t".repeat(9_000))
                .put("code", "c".repeat(9_000));

        // When
        UpstreamError error =
                UpstreamError.read(400, new JsonObject().put("error", inner).toBuffer());

        // Then
        assertThat(error.message()).isEqualTo("x".repeat(999));
        assertThat(error.type()).hasSize(200);
        assertThat(error.code()).hasSize(200);
    }

    @Test
    void neverThrowsOnRandomBytes() {
        Seeded.check(3_000, random -> {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextBoolean()) {
                bytes[0] = (byte) (random.nextBoolean() ? '{' : '[');
            }
            assertThat(UpstreamError.read(400, Buffer.buffer(bytes)).status()).isEqualTo(400);
        });
    }

    @Test
    void neverThrowsOnMutatedErrors() {
        List<Refusal> rows = Refusals.all();
        Seeded.check(5_000, random -> {
            Refusal row = rows.get(random.nextInt(rows.size()));
            UpstreamError error = UpstreamError.read(row.status(), Mutations.of(random, row.body()));
            assertThat(error.message() == null || error.message().length() <= 1_000)
                    .isTrue();
        });
    }
}
