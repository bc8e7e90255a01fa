package io.penstock.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.dialect.ApiError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayEventsTest {
    private static final String ODD = "\uFEFF: hello\n\nevent: x\r\nid: 1\r\ndata:{\"a\" : \"data: b\\n\"}\r\n\r\n"
            + ": still here\r\rdata: [1,\rdata: 2]\r\rdata:\n\ndata\n\nretry: 5\ndata:  3\n\n";

    private final JsonArrayEvents array = new JsonArrayEvents();

    @Test
    void makesOneArrayOfTheDataInWhateverPiecesItComes() {
        for (int size = 1; size <= ODD.length(); size++) {
            // Given
            JsonArrayEvents pieces = new JsonArrayEvents();
            Buffer sse = Buffer.buffer(ODD);
            Buffer out = Buffer.buffer();
            // When
            for (int from = 0; from < sse.length(); from += size) {
                out.appendBuffer(pieces.add(sse.getBuffer(from, Math.min(sse.length(), from + size))));
            }
            out.appendBuffer(pieces.end());
            // Then
            assertThat(out.toString()).startsWith("[{\"a\" : \"data: b\\n\"}");
            assertThat(new JsonArray(out)).isEqualTo(new JsonArray("[{\"a\":\"data: b\\n\"},[1,2],3]"));
        }
    }

    @Test
    void keepsEveryByteOfAnItem() {
        // Given
        byte[] golden = Golden.bytes("stream.sse");
        // When
        String whole = array.add(Buffer.buffer(golden)).toString() + array.end();
        // Then
        assertThat(new JsonArray(whole)).hasSize(4);
        for (String line : new String(golden, java.nio.charset.StandardCharsets.UTF_8).split("\r?\n")) {
            assertThat(whole).contains(line.startsWith("data: ") ? line.substring(6) : "");
        }
    }

    @Test
    void endsAnArrayThatBrokeWithTheError() {
        // Given
        Buffer begun = array.add(Buffer.buffer("data: {\"a\":1}\n\n"));
        // When
        Buffer last = array.broken(new GeminiDialect().error(ApiError.upstream(502, "broken", "Broken.")));
        // Then
        JsonArray items = new JsonArray(begun.appendBuffer(last));
        assertThat(items).hasSize(2);
        assertThat(items.getJsonObject(1).getJsonObject("error").getInteger("code"))
                .isEqualTo(502);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ": nothing\n\n", "data: \n\n"})
    void isEmptyWhereNothingCame(String sse) {
        // When // Then
        assertThat(array.add(Buffer.buffer(sse)).appendBuffer(array.end()).toString())
                .isEqualTo("[]");
    }
}
