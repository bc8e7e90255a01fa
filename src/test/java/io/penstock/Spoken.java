package io.penstock;

import io.penstock.dialect.Wire;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What a provider of each dialect says on the wire, piece by piece, as its vendor documents it. The whole answer has cost
 * 11 input tokens, 4 of them cached, and 7 output tokens, where the dialect can say so.
 */
final class Spoken {
    private static final String CHUNK =
            "\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";
    private static final String RESPONSE =
            "\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"model\":\"m\",\"output\":[],\"status\":";
    private static final String OLLAMA = "{\"model\":\"m\",\"created_at\":\"2026-11-20T10:00:00Z\",\"message\":{";

    private Spoken() {}

    static String type(Wire wire) {
        return switch (wire) {
            case CONVERSE -> "application/vnd.amazon.eventstream";
            case OLLAMA -> "application/x-ndjson";
            default -> "text/event-stream";
        };
    }

    static String head(Wire wire) {
        return "HTTP/1.1 200 OK\r\ncontent-type: " + type(wire) + "\r\ntransfer-encoding: chunked\r\n\r\n";
    }

    /** What stands before the first token. */
    static byte[] begin(Wire wire) {
        return switch (wire) {
            case CHAT ->
                data("{" + CHUNK + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            case RESPONSES ->
                named(
                        "response.created",
                        RESPONSE + "\"in_progress\"}",
                        "response.output_item.added",
                        "\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}",
                        "response.content_part.added",
                        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}");
            case MESSAGES ->
                named(
                        "message_start",
                        "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":0,\"output_tokens\":1}}",
                        "content_block_start",
                        "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
            case CONVERSE -> frame("messageStart", "{\"role\":\"assistant\"}");
            case COHERE ->
                named(
                        "message-start",
                        "\"id\":\"co-1\",\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[]}}",
                        "content-start",
                        "\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}");
            case GEMINI, OLLAMA -> new byte[0];
        };
    }

    static byte[] token(Wire wire, String text) {
        return switch (wire) {
            case CHAT -> data("{" + CHUNK + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
            case RESPONSES ->
                named(
                        "response.output_text.delta",
                        "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + text + "\"");
            case MESSAGES ->
                named(
                        "content_block_delta",
                        "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
            case GEMINI ->
                data("{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"" + text
                        + "\"}]}}],\"responseId\":\"g-1\"}");
            case CONVERSE ->
                frame("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"}}");
            case COHERE ->
                named("content-delta", "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"" + text + "\"}}}");
            case OLLAMA -> bytes(OLLAMA + "\"role\":\"assistant\",\"content\":\"" + text + "\"},\"done\":false}\n");
        };
    }

    /** Whether its usage tells the tokens of thoughts apart. */
    static boolean tellsThoughts(Wire wire) {
        return wire == Wire.CHAT || wire == Wire.RESPONSES || wire == Wire.MESSAGES || wire == Wire.GEMINI;
    }

    /** The finish reason and the usage, without what formally ends the stream where that is an event of its own. */
    static byte[] finish(Wire wire) {
        return switch (wire) {
            case CHAT ->
                data(
                        "{" + CHUNK
                                + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,\"prompt_tokens_details\":{\"cached_tokens\":4},\"completion_tokens_details\":{\"reasoning_tokens\":2}}}");
            case RESPONSES ->
                named(
                        "response.completed",
                        RESPONSE
                                + "\"completed\",\"usage\":{\"input_tokens\":11,\"input_tokens_details\":{\"cached_tokens\":4},\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":2},\"total_tokens\":18}}");
            case MESSAGES ->
                named(
                        "content_block_stop",
                        "\"index\":0",
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7,\"output_tokens_details\":{\"thinking_tokens\":2}}");
            case GEMINI ->
                data(
                        "{\"candidates\":[{\"index\":0,\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":11,\"cachedContentTokenCount\":4,\"candidatesTokenCount\":5,\"thoughtsTokenCount\":2,\"totalTokenCount\":18}}");
            case CONVERSE ->
                Buffer.buffer(frame("messageStop", "{\"stopReason\":\"end_turn\"}"))
                        .appendBytes(
                                frame(
                                        "metadata",
                                        "{\"usage\":{\"inputTokens\":7,\"outputTokens\":7,\"totalTokens\":18,\"cacheReadInputTokens\":4},\"metrics\":{\"latencyMs\":1}}"))
                        .getBytes();
            case COHERE ->
                named(
                        "content-end",
                        "\"index\":0",
                        "message-end",
                        "\"delta\":{\"finish_reason\":\"COMPLETE\",\"usage\":{\"tokens\":{\"input_tokens\":11,\"output_tokens\":7},\"cached_tokens\":4}}");
            case OLLAMA ->
                bytes(
                        OLLAMA
                                + "\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":11,\"eval_count\":7}\n");
        };
    }

    /** What formally ends the stream behind {@link #finish}, where there is such an event. */
    static byte[] end(Wire wire) {
        return switch (wire) {
            case CHAT -> data("[DONE]");
            case MESSAGES -> named("message_stop", "\"x\":0");
            default -> new byte[0];
        };
    }

    /** "It broke", as the dialect says it in mid-stream. */
    static byte[] error(Wire wire) {
        return switch (wire) {
            case CHAT -> data("{\"error\":{\"message\":\"It broke\",\"type\":\"server_error\",\"code\":null}}");
            case RESPONSES ->
                named(
                        "response.failed",
                        RESPONSE + "\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"It broke\"}}");
            case MESSAGES -> named("error", "\"error\":{\"type\":\"overloaded_error\",\"message\":\"It broke\"}");
            case GEMINI -> data("{\"error\":{\"code\":503,\"message\":\"It broke\",\"status\":\"UNAVAILABLE\"}}");
            case CONVERSE ->
                frame(
                        "exception",
                        ":exception-type",
                        "modelStreamErrorException",
                        "{\"message\":\"It broke\",\"originalStatusCode\":500}");
            case COHERE ->
                named("message-end", "\"id\":\"co-1\",\"delta\":{\"error\":\"It broke\",\"finish_reason\":\"ERROR\"}");
            case OLLAMA -> bytes("{\"error\":\"It broke\"}\n");
        };
    }

    static byte[] unknown(Wire wire) {
        return switch (wire) {
            case CHAT -> data("{\"object\":\"something.new\",\"choices\":[]}");
            case RESPONSES, MESSAGES, COHERE -> named("something.new", "\"what\":{\"nobody\":[\"knows\"]}");
            case GEMINI -> data("{\"somethingNew\":{\"a\":1}}");
            case CONVERSE -> frame("somethingNew", "{\"a\":1}");
            case OLLAMA -> bytes("{\"model\":\"m\",\"something_new\":1,\"done\":false}\n");
        };
    }

    /** An event whose framing is right, but whose JSON is none. */
    static byte[] malformed(Wire wire) {
        return switch (wire) {
            case CONVERSE -> frame("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{");
            case OLLAMA -> bytes("{\"model\":\"m\",\"message\":{\n");
            default -> data("{\"delta\":{");
        };
    }

    /** A refusal's body. */
    static String refusal(Wire wire, int status, String type, String message) {
        return switch (wire) {
            case CHAT, RESPONSES ->
                "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":null}}";
            case MESSAGES ->
                "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message + "\"}}";
            case GEMINI ->
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"UNKNOWN\"}}";
            case CONVERSE, COHERE -> "{\"message\":\"" + message + "\"}";
            case OLLAMA -> "{\"error\":\"" + message + "\"}";
        };
    }

    static byte[] whole(Wire wire, String text) {
        Buffer all = Buffer.buffer(begin(wire));
        return all.appendBytes(token(wire, text))
                .appendBytes(finish(wire))
                .appendBytes(end(wire))
                .getBytes();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] data(String json) {
        return bytes("data: " + json + "\n\n");
    }

    /** Types and what stands beside them, by turns. */
    private static byte[] named(String... events) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < events.length; i += 2) {
            all.append("event: ")
                    .append(events[i])
                    .append("\ndata: {\"type\":\"")
                    .append(events[i])
                    .append("\",")
                    .append(events[i + 1])
                    .append("}\n\n");
        }
        return bytes(all.toString());
    }

    static byte[] frame(String type, String payload) {
        return frame("event", ":event-type", type, payload);
    }

    private static byte[] frame(String kind, String typeHeader, String type, String payload) {
        Buffer headers = Buffer.buffer();
        header(headers, ":message-type", kind);
        header(headers, typeHeader, type);
        Buffer frame = Buffer.buffer();
        frame.appendInt(16 + headers.length() + payload.length()).appendInt(headers.length());
        frame.appendInt(checksum(frame)).appendBuffer(headers).appendString(payload);
        return frame.appendInt(checksum(frame)).getBytes();
    }

    private static void header(Buffer headers, String name, String value) {
        headers.appendByte((byte) name.length())
                .appendString(name)
                .appendByte((byte) 7)
                .appendShort((short) value.length())
                .appendString(value);
    }

    private static int checksum(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
