package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.RawCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may get wrong in a body or a key: each is told in OpenAI's form, and the next call works. */
class BadInputTest {
    private static final String BODIES = """
            ''                                                | 400 | invalid_json                | -
            'hello'                                           | 400 | invalid_json                | -
            '{"model":"sim-fast"'                             | 400 | invalid_json                | -
            '{"model":"sim-fast",}'                           | 400 | invalid_json                | -
            '{"model":"sim-fast"} x'                          | 400 | invalid_json                | -
            '{"model":"sim-fast"}{}'                          | 400 | invalid_json                | -
            '[1]'                                             | 400 | invalid_json                | -
            '7'                                               | 400 | invalid_json                | -
            'null'                                            | 400 | invalid_json                | -
            '"model"'                                         | 400 | invalid_json                | -
            '{"model":"sim-fast","x":01}'                     | 400 | invalid_json                | -
            '{}'                                              | 400 | missing_required_parameter  | model
            '{"Model":"sim-fast"}'                            | 400 | missing_required_parameter  | model
            '{"model":null}'                                  | 400 | invalid_type                | model
            '{"model":7}'                                     | 400 | invalid_type                | model
            '{"model":["sim-fast"]}'                          | 400 | invalid_type                | model
            '{"model":""}'                                    | 400 | invalid_value               | model
            '{"model":"  "}'                                  | 400 | invalid_value               | model
            '{"model":"sim-fast","model":"sim-slow"}'         | 400 | duplicate_parameter         | model
            '{"model":"sim-fast","mod\\u0065l":"sim-slow"}'   | 400 | duplicate_parameter         | model
            '{"model":"sim-fast","stream":"true"}'            | 400 | invalid_type                | stream
            '{"model":"sim-fast","stream":1}'                 | 400 | invalid_type                | stream
            '{"model":"sim-fast","stream":{}}'                | 400 | invalid_type                | stream
            '{"model":"sim-fast","stream":true,"stream":true}'| 400 | duplicate_parameter         | stream
            '{"model":"sim-fast","stream_options":[]}'        | 400 | invalid_type                | stream_options
            '{"model":"sim-fast","stream_options":{"include_usage":"yes"}}' | 400 | invalid_type  | stream_options.include_usage
            '{"model":"simfast"}'                            | 404 | model_not_found             | model
            '{"model":"nobody/knows"}'                        | 404 | model_not_found             | model
            '{"model":"closed-1"}'                            | 404 | model_not_found             | model
            '{"model":"closed/any"}'                          | 404 | model_not_found             | model
            """;

    private static final String GOOD = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim-5x0\"}";

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = TestGateway.start("""
                usage: {flush_millis: 20}
                providers:
                  closed: {base_url: "http://127.0.0.1:9", models: [closed-1]}
                """, Map.of());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void answersAGoodCallAfterwards() throws Exception {
        assertThat(chat(GOOD.getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(textBlock = BODIES, delimiter = '|', nullValues = "-")
    void refusesABodyItCannotUse(String body, int status, String code, String param) throws Exception {
        // Given
        byte[] bytes = body.replace("\\\\u", "\\u").getBytes(StandardCharsets.UTF_8);
        // When
        Answer answer = chat(bytes);
        // Then
        refused(answer, status, code);
        assertThat(error(answer).getString("param")).isEqualTo(param);
    }

    @ParameterizedTest
    @CsvSource({"simfast, sim-fast", "sinfast, sim-fast", "closed-1, CLOSED_API_KEY", "closed/x, CLOSED_API_KEY"})
    void saysWhatWouldHelpWhereAModelIsNotServed(String model, String hint) throws Exception {
        // Given
        byte[] body = ("{\"model\":\"" + model + "\"}").getBytes(StandardCharsets.UTF_8);
        // When
        Answer answer = chat(body);
        // Then
        refused(answer, 404, "model_not_found");
        assertThat(error(answer).getString("message")).contains(hint);
    }

    @Test
    void refusesNestingThatIsTooDeep() throws Exception {
        // Given
        String body = "{\"model\":\"sim-fast\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        // When
        Answer answer = chat(body.getBytes(StandardCharsets.UTF_8));
        // Then
        refused(answer, 400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC3, 0xFF, 0x80, 0xED})
    void refusesTextThatIsNoUtf8(int bad) throws Exception {
        // Given
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("{\"model\":\"sim-5x0\",\"x\":\"".getBytes(StandardCharsets.UTF_8));
        body.write(bad);
        body.write("(\"}".getBytes(StandardCharsets.UTF_8));
        // When
        Answer answer = chat(body.toByteArray());
        // Then
        refused(answer, 400, "invalid_json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void refusesJsonInAnotherEncoding(String charset) throws Exception {
        // Given
        byte[] body = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim/sim-5x0\"}"
                .getBytes(charset);
        // When
        Answer answer = chat(body);
        // Then
        refused(answer, 400, "invalid_json");
    }

    @Test
    void readsOverAByteOrderMark() throws Exception {
        // Given
        byte[] body =
                "\uFEFF{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"model\":\"sim/sim-5x0\"}"
                        .getBytes(StandardCharsets.UTF_8);
        // When
        Answer answer = chat(body);
        // Then
        assertThat(answer.body()).endsWith("data: [DONE]\n\n").doesNotContain("\"error\"");
    }

    @Test
    void doesNotKnowAModelOfABoundlessName() throws Exception {
        // Given
        String model = "sim/" + "x".repeat(1 << 20);
        // When
        Answer answer = chat(("{\"model\":\"" + model + "\"}").getBytes(StandardCharsets.UTF_8));
        // Then
        refused(answer, 404, "model_not_found");
        assertThat(answer.body().length()).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "authorization: Bearer pk-wrong\r\n",
                "authorization: Bearer\r\n",
                "authorization: Bearer \r\n",
                "authorization: Basic cGs6cGs=\r\n",
                "authorization: " + TestGateway.CLIENT_KEY + "\r\n",
                "x-api-key: pk-wrong\r\n",
                "x-api-key:\r\n",
                "x-goog-api-key: pk-wrong\r\n",
                "authorization: Bearer pk-wrong\r\nx-api-key: " + TestGateway.CLIENT_KEY + "\r\n",
                "x-api-key: pk-wrong\r\napi-key: " + TestGateway.CLIENT_KEY + "\r\n",
                "api-key: pk-wrong\r\nx-goog-api-key: " + TestGateway.CLIENT_KEY + "\r\n"
            })
    void asksForAKey(String header) throws Exception {
        // Given
        String call = "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n" + header + "content-length: 20\r\n\r\n";
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(call + "{\"model\":\"sim-5x0\" }").answer();
            // Then
            refused(answer, 401, "invalid_api_key");
            assertThat(caller.chat(GOOD).answer().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: Bearer KEY",
                "Authorization: bearer KEY",
                "AUTHORIZATION: BEARER  KEY",
                "x-api-key: KEY",
                "api-key: KEY",
                "x-goog-api-key: KEY",
                "authorization: Basic eA==\r\nx-api-key: KEY"
            })
    void takesAKeyWhereverSdksPutIt(String header) throws Exception {
        // Given
        String call = "POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\n"
                + header.replace("KEY", TestGateway.CLIENT_KEY) + "\r\ncontent-length: " + GOOD.length() + "\r\n\r\n";
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(call + GOOD).answer();
            // Then
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "?key=KEY, -, 200",
        "?alt=sse&key=KEY&x, -, 200",
        "?key=%70KEY-TAIL, -, 200",
        "?key=pk-wrong, -, 401",
        "?key=%zz, -, 401",
        "?key, -, 401",
        "?monkey=KEY, -, 401",
        "?key=KEY, x-goog-api-key: pk-wrong, 401",
        "?key=pk-wrong, x-goog-api-key: KEY, 200"
    })
    void takesAKeyFromTheQueryWhereNoHeaderHasOne(String query, String header, int status) throws Exception {
        // Given
        String line = header.equals("-") ? "" : header + "\r\n";
        String call = "POST /v1/chat/completions" + query + " HTTP/1.1\r\nhost: a\r\n" + line + "content-length: "
                + GOOD.length() + "\r\n\r\n";
        String keyed =
                call.replace("KEY-TAIL", TestGateway.CLIENT_KEY.substring(1)).replace("KEY", TestGateway.CLIENT_KEY);
        try (RawCaller caller = RawCaller.of(gateway)) {
            // When
            Answer answer = caller.send(keyed + GOOD).answer();
            // Then
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @Test
    void sendsABodyOfTheResponsesApiWhereItBelongs() throws Exception {
        // Given
        byte[] body = "{\"model\":\"sim-5x0\",\"input\":\"hi\",\"tools\":[]}".getBytes(StandardCharsets.UTF_8);
        // When
        Answer answer = chat(body);
        // Then
        refused(answer, 400, "unsupported_parameter");
        assertThat(error(answer).getString("param")).isEqualTo("input");
        assertThat(error(answer).getString("message")).contains("/v1/responses");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        JsonObject error = error(answer);
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("type")).isEqualTo("invalid_request_error");
    }

    private static JsonObject error(Answer answer) {
        return new JsonObject(answer.body()).getJsonObject("error");
    }

    private static Answer chat(byte[] body) throws IOException {
        try (RawCaller caller = RawCaller.of(gateway)) {
            return caller.send(RawCaller.head("/v1/chat/completions", "content-length: " + body.length))
                    .send(body)
                    .answer();
        }
    }
}
