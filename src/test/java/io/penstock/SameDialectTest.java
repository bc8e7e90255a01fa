package io.penstock;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where caller and provider speak the same dialect, each gets the other's bytes, whatever is in them. */
class SameDialectTest {
    private static final String RESPONSES = """
            : an odd comment

            event:response.created
            data:{"type":"response.created","sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","output":[],"nobody_knows":1.50}}

            id: 7
            event: response.unheard_of
            data: { "type" : "response.unheard_of" , "sequence_number":1,"x":[1,  2] }

            event: response.output_text.delta
            retry: 10
            data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"H\\u0069","obfuscation":"zz"}

            event: response.completed
            data: {"type":"response.completed","sequence_number":3,"response":{"id":"resp_1","object":"response","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}}

            """;
    private static final String MESSAGES = """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":7,"output_tokens":1}}}

            event:   unheard_of
            data:   { "type" : "unheard_of", "n": 1.50 }

            : a comment
            event: ping
            data: {"type": "ping"}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"unheard_block","z":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"unheard_delta","z":"\\u00e9"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"},"odd":true}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null,"container":null},"usage":{"output_tokens":9},"context_management":{"applied_edits":[]}}

            event: message_stop
            data: {"type":"message_stop"}

            """;
    private static final String GEMINI = """
            data:{ "candidates" : [{"content":{"role":"model","parts":[{"unheardPart":{"a":1.50}},{"text":"H\\u0069"}]},"index":0}], "unheardOf":[ ] }

            event: odd
            data: {"candidates":[{"content":{"parts":[{"text":""}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}

            """;

    private static Desk desk;

    @BeforeAll
    static void open() throws Exception {
        desk = new Desk();
    }

    @AfterAll
    static void close() throws Exception {
        desk.close();
    }

    private static String path(String dialect, boolean stream) {
        return switch (dialect) {
            case "responses" -> "/v1/responses";
            case "messages" -> "/v1/messages";
            default -> "/v1beta/models/gemini-m:" + (stream ? "streamGenerateContent?alt=sse" : "generateContent");
        };
    }

    private static String body(String dialect, boolean stream) {
        return "{ \"unheard_of\" : { \"a\":[1.0,\"\\u00e9\"] },\n \"stream\":" + stream + ", \"model\":\"" + dialect
                + "-m\", \"input\":[{\"type\":\"unheard_item\"}], \"contents\":[ ], \"max_tokens\" : 1.0e1 }";
    }

    @ParameterizedTest
    @ValueSource(strings = {"responses", "messages", "gemini"})
    void passesAStreamAndItsRequestByteForByte(String dialect) throws Exception {
        // Given
        String stream = dialect.equals("responses") ? RESPONSES : dialect.equals("messages") ? MESSAGES : GEMINI;
        desk.streams(stream);
        // When
        HttpResponse<String> response = desk.send(desk.gateway.post(path(dialect, true), body(dialect, true)));
        // Then
        assertThat(response.body()).isEqualTo(stream);
        assertThat(desk.upstream.next().body()).isEqualTo(body(dialect, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"responses", "messages", "gemini"})
    void passesALineEndOfEveryKind(String dialect) throws Exception {
        // Given
        String stream = dialect.equals("responses") ? RESPONSES : dialect.equals("messages") ? MESSAGES : GEMINI;
        String odd = stream.replace("\n", "\r\n");
        desk.upstream.plays((request, wire) -> {
            wire.streamHead();
            for (int at = 0; at < odd.length(); at += 7) {
                wire.chunk(odd.substring(at, Math.min(odd.length(), at + 7)));
            }
            wire.endOfChunks();
        });
        // When
        HttpResponse<String> response = desk.send(desk.gateway.post(path(dialect, true), body(dialect, true)));
        // Then
        assertThat(response.body()).isEqualTo(odd);
    }

    @ParameterizedTest
    @ValueSource(strings = {"responses", "messages", "gemini"})
    void passesAWholeAnswerByteForByte(String dialect) throws Exception {
        // Given
        String answer = "{ \"unheard_of\" : 1.50,\n\t\"type\":\"odd\", \"usage\" : { }, \"error\" : null }\n";
        desk.answers(200, answer);
        // When
        HttpResponse<String> response = desk.send(desk.gateway.post(path(dialect, false), body(dialect, false)));
        // Then
        assertThat(response.body()).isEqualTo(answer);
        assertThat(desk.upstream.next().body()).isEqualTo(body(dialect, false));
    }
}
