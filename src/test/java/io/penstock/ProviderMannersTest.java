package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.penstock.aws.SigV4;
import io.penstock.chat.Slice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What providers want besides a dialect: signatures, embeddings spelt their way, parameters left out. */
class ProviderMannersTest {
    private static final String CHAT = "{\"model\":\"%s\",%s\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private ScriptedUpstream upstream;

    @BeforeEach
    void start() throws Exception {
        upstream = new ScriptedUpstream();
    }

    @AfterEach
    void stop() throws Exception {
        upstream.close();
    }

    private TestGateway gateway(String yaml) throws Exception {
        Map<String, String> amazon = Map.of(
                "AWS_ACCESS_KEY_ID", "AKIDEXAMPLE",
                "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                "AWS_REGION", "us-east-1");
        return TestGateway.start(yaml.formatted(upstream.port()), amazon);
    }

    @Test
    void signsWhatItSendsToBedrock() throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(
                200,
                "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Ha\"}]}},\"stopReason\":\"end_turn\","
                        + "\"usage\":{\"inputTokens\":3,\"outputTokens\":1,\"totalTokens\":4}}"));
        String yaml = """
                providers:
                  bedrock: {base_url: "http://127.0.0.1:%s", models: ["us.claude:0"]}
                """;
        try (TestGateway gateway = gateway(yaml);
                RawCaller caller = RawCaller.of(gateway)) {
            // When
            RawCaller.Answer answer =
                    caller.chat(CHAT.formatted("us.claude:0", "")).answer();
            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("\"content\":\"Ha\"");
            ScriptedUpstream.Received sent = upstream.next();
            assertThat(sent.head()).startsWith("POST /model/us.claude%3A0/converse HTTP/1.1\n");
            assertThat(sent.header("authorization")).isEqualTo(signature(sent));
        }
    }

    private String signature(ScriptedUpstream.Received sent) {
        LocalDateTime date =
                LocalDateTime.parse(sent.header("x-amz-date"), DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
        return new SigV4()
                .headers(
                        "POST",
                        URI.create("http://127.0.0.1:" + upstream.port() + "/model/us.claude%3A0/converse"),
                        Slice.of(sent.body()),
                        new SigV4.Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", null),
                        "us-east-1",
                        "bedrock",
                        date.toInstant(ZoneOffset.UTC))
                .get("Authorization");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini|/models/m-1:batchEmbedContents|{\"embeddings\":[{\"values\":[0.5,-1.0,0.25]},{\"values\":[1,2,3]}]}",
                "cohere|/v2/embed|{\"id\":\"e\",\"embeddings\":{\"float\":[[0.5,-1.0,0.25],[1,2,3]]},\"meta\":{\"billed_units\":{\"input_tokens\":7}}}",
                "ollama|/api/embed|{\"embeddings\":[[0.5,-1.0,0.25],[1,2,3]],\"prompt_eval_count\":7}"
            })
    void givesVectorsInBase64OfProvidersThatHaveNone(String dialect, String path, String answer) throws Exception {
        // Given
        upstream.plays((request, wire) -> wire.json(200, answer));
        String yaml = "providers:\n  vectors: {dialect: " + dialect
                + ", base_url: \"http://127.0.0.1:%s\", api_key: sk-0123456789abcdef, models: [m-1], check: none, list: none}\n";
        try (TestGateway gateway = gateway(yaml)) {
            String body = "{\"model\":\"m-1\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}";
            // When
            String said = gateway.client()
                    .send(
                            gateway.post("/v1/embeddings", body).build(),
                            java.net.http.HttpResponse.BodyHandlers.ofString())
                    .body();
            // Then
            assertThat(upstream.next().head()).startsWith("POST " + path + " HTTP/1.1\n");
            JsonArray data = new JsonObject(said).getJsonArray("data");
            assertThat(data.getJsonObject(0).getString("embedding")).isEqualTo("AAAAPwAAgL8AAIA+");
            byte[] second = Base64.getDecoder().decode(data.getJsonObject(1).getString("embedding"));
            assertThat(ByteBuffer.wrap(second).order(ByteOrder.LITTLE_ENDIAN).getFloat(8))
                    .isCloseTo(3, within(0f));
        }
    }

    @Test
    void leavesOutWhatCannotBeAskedWhereTheOperatorSaysSo() throws Exception {
        // Given
        upstream.plays(
                (request, wire) -> wire.json(
                        200,
                        "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\","
                                + "\"text\":\"Ha\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}"));
        String provider =
                "providers:\n  claude: {dialect: messages, base_url: \"http://127.0.0.1:%s\", api_key: sk-0123456789abcdef, models: [m-1], check: none, list: none}\n";
        String call = CHAT.formatted("m-1", "\"n\":2,\"logprobs\":true,");
        // When it does not say so
        try (TestGateway gateway = gateway(provider);
                RawCaller caller = RawCaller.of(gateway)) {
            RawCaller.Answer answer = caller.chat(call).answer();
            // Then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(new JsonObject(answer.body()).getJsonObject("error").getString("param"))
                    .isEqualTo("n");
        }
        // When it does
        try (TestGateway gateway = gateway("translation: {drop_params: true}\n" + provider);
                RawCaller caller = RawCaller.of(gateway)) {
            RawCaller.Answer answer = caller.chat(call).answer();
            // Then
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(upstream.next().body()).doesNotContain("logprobs", "\"n\"");
        }
    }
}
