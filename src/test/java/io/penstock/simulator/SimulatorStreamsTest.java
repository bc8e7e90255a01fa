package io.penstock.simulator;

import static io.penstock.simulator.SimulatorServer.chat;
import static io.penstock.simulator.SimulatorServer.streamed;
import static io.penstock.simulator.SimulatorServer.textOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How streams are framed and what their events say when something goes wrong. */
class SimulatorStreamsTest {

    private static SimulatorServer server;

    @BeforeAll
    static void start() {
        server = new SimulatorServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void sendsEachEventAsAnHttpChunkOfItsOwn() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-50x0"))) {
            // When
            String head = exchange.head();
            List<byte[]> chunks = exchange.chunks();

            // Then
            assertThat(head).startsWith("HTTP/1.1 200 ").contains("transfer-encoding: chunked");
            assertThat(chunks).hasSize(54).last().isEqualTo(new byte[0]);
            assertThat(chunks.subList(0, 53))
                    .allSatisfy(chunk -> assertThat(text(chunk))
                            .startsWith("data: ")
                            .endsWith("\n\n")
                            .containsOnlyOnce("\n\n"));
        }
    }

    @Test
    void cutsNothingThatEndsBefore() {
        // When
        List<String> events = server.events(streamed("sim-cut-3").put("max_tokens", 2));

        // Then
        assertThat(events).hasSize(5).last().isEqualTo("[DONE]");
    }

    @Test
    void endsWithAnErrorEvent() {
        // When
        List<String> events = server.events(streamed("sim-error-2"));
        HttpResponse<String> whole = server.chatWith(chat("sim-error-2").put("max_tokens", 3));

        // Then
        assertThat(events).hasSize(4);
        assertThat(new JsonObject(events.getLast()).getJsonObject("error").getString("type"))
                .isEqualTo("server_error");
        assertThat(whole.statusCode()).isEqualTo(500);
    }

    @Test
    void sendsOneBrokenEventAndGoesOn() {
        // When
        List<String> events = server.events(streamed("sim-malformed-2").put("max_tokens", 4));
        HttpResponse<String> whole = server.chatWith(chat("sim-malformed-2").put("max_tokens", 4));

        // Then
        assertThat(events).hasSize(8).last().isEqualTo("[DONE]");
        assertThatThrownBy(() -> new JsonObject(events.get(3))).isInstanceOf(RuntimeException.class);
        assertThat(textOf(events)).isEqualTo("You said: \"hello there\"");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> new JsonObject(whole.body())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void leavesOutTheEndOfTheStream() {
        // When
        List<String> noDone = server.events(streamed("sim-no-done").put("max_tokens", 1));
        List<String> noFinish = server.events(streamed("sim-no-finish").put("max_tokens", 1));

        // Then
        assertThat(noDone).hasSize(3).last().asString().contains("\"finish_reason\":\"length\"");
        assertThat(noFinish).hasSize(3).last().isEqualTo("[DONE]");
        assertThat(noFinish.get(1)).contains("\"finish_reason\":null");
    }

    @Test
    void putsUsageInTheFinishChunk() {
        // When
        List<String> events = server.events(streamed("sim-usage-in-finish").put("max_tokens", 1));

        // Then
        JsonObject finish = new JsonObject(events.get(2));
        assertThat(events).hasSize(4).last().isEqualTo("[DONE]");
        assertThat(finish.getJsonArray("choices").getJsonObject(0).getString("finish_reason"))
                .isEqualTo("length");
        assertThat(finish.getJsonObject("usage").getInteger("completion_tokens"))
                .isEqualTo(1);
    }

    @Test
    void splitsCharactersBetweenChunks() throws IOException {
        // Given
        try (RawExchange exchange = server.raw(streamed("sim-utf8").put("max_tokens", 12))) {
            // When
            exchange.head();
            List<byte[]> chunks = exchange.chunks();

            // Then
            byte[] all =
                    new byte[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
            ByteBuffer joined = ByteBuffer.wrap(all);
            chunks.forEach(joined::put);
            assertThat(chunks).filteredOn(chunk -> !isUtf8(chunk)).hasSizeGreaterThan(8);
            assertThat(isUtf8(all)).isTrue();
            assertThat(textOf(SimulatorServer.events(text(all)))).contains("你好,世界! 🌊 水は低きに流れる。");
        }
    }

    @Test
    void framesWithCrlf() {
        // When
        String body = server.chatWith(streamed("sim-crlf").put("max_tokens", 2)).body();

        // Then
        assertThat(body).endsWith("data: [DONE]\r\n\r\n").doesNotContainPattern("[^\r]\n");
    }

    @Test
    void startsWithAByteOrderMarkAndComments() {
        // When
        String body =
                server.chatWith(streamed("sim-comments").put("max_tokens", 2)).body();

        // Then
        assertThat(body).startsWith("\uFEFF: ").contains("\n\n: processing\ndata: {");
        assertThat(SimulatorServer.events(body)).hasSize(5).last().isEqualTo("[DONE]");
    }

    @Test
    void sendsOneHugeEvent() {
        // When
        List<String> events = server.events(streamed("sim-huge-600"));
        JsonObject whole = server.json(chat("sim-huge-2"));

        // Then
        assertThat(events).hasSize(4);
        assertThat(textOf(events)).hasSize(600 * 1024);
        assertThat(whole.getJsonArray("choices")
                        .getJsonObject(0)
                        .getJsonObject("message")
                        .getString("content"))
                .hasSize(2 * 1024);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException split) {
            return false;
        }
    }
}
