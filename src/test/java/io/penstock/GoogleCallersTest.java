package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ScriptedUpstream.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's SDKs and gemini-cli: what they do beside asking for an answer, and streams that are one JSON array. */
class GoogleCallersTest {
    private static final String CALL =
            "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"How long is this?\"}]}]}";
    private static final String FIRST =
            "{ \"candidates\" : [{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hel\"}]},\"index\":0}],\"unheardOf\":1.50}";
    private static final String LAST =
            "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"lo\"}]},\"finishReason\":\"STOP\",\"index\":0}]}";
    private static final String CHAT_HEAD =
            "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":";
    private static final String CHAT_FIRST =
            CHAT_HEAD + "{\"role\":\"assistant\",\"content\":\"Hel\"},\"finish_reason\":null}]}\n\n";
    private static final String CHAT_LAST = CHAT_HEAD + "{\"content\":\"lo\"},\"finish_reason\":null}]}\n\n" + CHAT_HEAD
            + "{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private static HttpRequest.Builder google(String path, String body) {
        return desk.post(path, body)
                .header("x-goog-api-key", TestGateway.CLIENT_KEY)
                .header("x-goog-api-client", "google-genai-sdk/1.30.0 gl-node/v24");
    }

    private static String data(String json) {
        return "data: " + json + "\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"?key=", "?alt=json&key="})
    void getsOneArrayOfTheProvidersBytesWithoutAltSse(String query) throws Exception {
        // Given
        desk.streams(": hello\r\n\r\n" + data(FIRST) + data(LAST));
        // When
        HttpResponse<String> response = desk.send(
                desk.post("/v1beta/models/gemini-m:streamGenerateContent" + query + TestGateway.CLIENT_KEY, CALL));
        // Then
        assertThat(response.body()).isEqualTo("[" + FIRST + ",\r\n" + LAST + "]");
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        Received received = desk.upstream.next();
        assertThat(received.head())
                .startsWith("POST /v1/models/gemini-m:streamGenerateContent?alt=sse HTTP/1.1")
                .doesNotContain(TestGateway.CLIENT_KEY);
        assertThat(received.header("x-goog-api-key")).isNotEqualTo(TestGateway.CLIENT_KEY);
        assertThat(received.body()).isEqualTo(CALL);
    }

    @Test
    void getsTheProvidersEventsWithAltSse() throws Exception {
        // Given
        desk.streams(data(FIRST) + data(LAST));
        // When
        HttpResponse<String> response =
                desk.send(google("/v1beta/models/gemini-m:streamGenerateContent?alt=sse", CALL));
        // Then
        assertThat(response.body()).isEqualTo(data(FIRST) + data(LAST));
        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat-m", "org/chat-m", "org%2Fchat-m"})
    void getsOneArrayFromAProviderOfAnotherDialect(String model) throws Exception {
        // Given
        desk.streams(CHAT_FIRST + CHAT_LAST);
        // When
        HttpResponse<String> response = desk.send(google("/v1beta/models/" + model + ":streamGenerateContent", CALL));
        // Then
        JsonArray chunks = new JsonArray(response.body());
        assertThat(text(chunks)).isEqualTo("Hello");
        assertThat(chunks.encode()).contains("\"finishReason\":\"STOP\"");
    }

    private static String text(JsonArray chunks) {
        StringBuilder text = new StringBuilder();
        for (Object chunk : chunks) {
            JsonArray candidates = ((JsonObject) chunk).getJsonArray("candidates", new JsonArray());
            for (Object candidate : candidates) {
                JsonObject content = ((JsonObject) candidate).getJsonObject("content", new JsonObject());
                content.getJsonArray("parts", new JsonArray())
                        .forEach(part -> text.append(((JsonObject) part).getString("text", "")));
            }
        }
        return text.toString();
    }

    /** The upstream says no more until the latch is down; then the rest, or a reset. */
    private static CountDownLatch silentInTheMiddle(boolean chat, boolean whole) {
        CountDownLatch heard = new CountDownLatch(1);
        desk.upstream.plays((request, wire) -> {
            wire.streamHead();
            wire.chunk(chat ? CHAT_FIRST : data(FIRST));
            heard.await(10, TimeUnit.SECONDS);
            if (whole) {
                wire.chunk(chat ? CHAT_LAST : data(LAST));
                wire.endOfChunks();
            } else {
                wire.reset();
            }
        });
        return heard;
    }

    @ParameterizedTest
    @CsvSource({"gemini-m,true", "gemini-m,false", "chat-m,true", "chat-m,false"})
    void readsWhiteSpaceWhileTheProviderIsSilentAndAnErrorAsTheLastItemWhereItBreaks(String model, boolean whole)
            throws Exception {
        // Given
        CountDownLatch heard = silentInTheMiddle(model.equals("chat-m"), whole);
        StringBuilder seen = new StringBuilder();
        byte[] body = CALL.getBytes(StandardCharsets.UTF_8);
        boolean proper = false;
        try (RawCaller caller = RawCaller.of(desk.gateway)) {
            // When
            caller.send(RawCaller.head(
                            "/v1beta/models/" + model + ":streamGenerateContent", "content-length: " + body.length))
                    .send(body)
                    .head();
            for (byte[] chunk = caller.chunk(); chunk != null && !proper; chunk = proper ? chunk : caller.chunk()) {
                String text = new String(chunk, StandardCharsets.UTF_8);
                seen.append(text);
                proper = chunk.length == 0;
                if (text.equals("\n")) {
                    heard.countDown();
                }
            }
        } catch (java.net.SocketException reset) {
            proper = false;
        }
        // Then
        JsonArray chunks = new JsonArray(seen.toString());
        assertThat(proper).isEqualTo(whole);
        assertThat(text(chunks)).isEqualTo(whole ? "Hello" : "Hel");
        JsonObject last = chunks.getJsonObject(chunks.size() - 1);
        assertThat(last.containsKey("error")).isNotEqualTo(whole);
    }

    @ParameterizedTest
    @CsvSource({"countTokens", "embedContent", "batchEmbedContents"})
    void reachesTheSameActionOfAGoogleProvider(String action) throws Exception {
        // Given
        String answer = "{ \"totalTokens\" : 31, \"embedding\":{\"values\":[0.10]} }";
        String body = "{ \"content\" : {\"parts\":[{\"text\":\"x\"}]} }";
        desk.answers(200, answer);
        // When
        HttpResponse<String> response = desk.send(google("/v1beta/models/org/gemini-m:" + action, body));
        // Then
        assertThat(response.body()).isEqualTo(answer);
        Received received = desk.upstream.next();
        assertThat(received.head()).startsWith("POST /v1/models/org%2Fgemini-m:" + action + " HTTP/1.1");
        assertThat(received.body()).isEqualTo(body);
        assertThat(received.header("x-goog-api-key")).isEqualTo(Desk.SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CALL,
                "{\"generateContentRequest\":{\"model\":\"models/chat-m\",\"contents\":[{\"parts\":[{\"text\":\"How long is this?\"}]}]}}"
            })
    void getsAnEstimateWhereNobodyCounts(String body) throws Exception {
        // When
        HttpResponse<String> response = desk.send(google("/v1beta/models/chat-m:countTokens", body));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()).getInteger("totalTokens")).isBetween(5, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "chat-m:embedContent,{},400,INVALID_ARGUMENT",
        "chat-m:countTokens,{,400,INVALID_ARGUMENT",
        "nothing-like-it:embedContent,{},404,NOT_FOUND"
    })
    void isRefusedInGooglesForm(String action, String body, int status, String word) throws Exception {
        // When
        HttpResponse<String> response = desk.send(google("/v1beta/models/" + action, body));
        // Then
        assertThat(response.statusCode()).isEqualTo(status);
        JsonObject error = new JsonObject(response.body()).getJsonObject("error");
        assertThat(error.getInteger("code")).isEqualTo(status);
        assertThat(error.getString("status")).isEqualTo(word);
        assertThat(error.getString("message")).isNotEmpty();
    }
}
