package io.penstock.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.dialect.Wire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** A provider's answer of many words as its events' data, as each dialect says it: typical of what is most often streamed. */
final class SpokenStream {
    private SpokenStream() {}

    /**
     * The data of all events, without their framing.
     *
     * @param words deltas between its first and its last events
     */
    static List<byte[]> of(Wire wire, int words) {
        List<String> events = new ArrayList<>(first(wire));
        for (int word = 0; word < words; word++) {
            events.add(delta(wire, " word" + "s".repeat(word % 7), word));
        }
        events.addAll(last(wire));
        return events.stream().map(event -> event.getBytes(UTF_8)).toList();
    }

    /** One event as it stands on the wire. */
    static byte[] framed(Wire wire, byte[] event) {
        String json = new String(event, UTF_8);
        return switch (wire) {
            case OLLAMA -> (json + "\n").getBytes(UTF_8);
            case CONVERSE -> frame(json);
            default -> ("data: " + json + "\n\n").getBytes(UTF_8);
        };
    }

    /** @param json {@code {"<type>":<payload>}} */
    private static byte[] frame(String json) {
        int type = json.indexOf('"', 2);
        Map<String, HeaderValue> headers = Map.of(
                ":message-type", HeaderValue.fromString("event"),
                ":event-type", HeaderValue.fromString(json.substring(2, type)),
                ":content-type", HeaderValue.fromString("application/json"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Message(headers, json.substring(type + 2, json.length() - 1).getBytes(UTF_8)).encode(bytes);
        return bytes.toByteArray();
    }

    private static List<String> first(Wire wire) {
        return switch (wire) {
            case CHAT -> List.of(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null", 0));
            case RESPONSES ->
                List.of(
                        "{\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_68e7\","
                                + "\"object\":\"response\",\"model\":\"gpt-6-sol\",\"output\":[]}}",
                        "{\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,"
                                + "\"item\":{\"id\":\"msg_68e7\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[]}}");
            case MESSAGES ->
                List.of(
                        "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_01Xy\",\"type\":\"message\","
                                + "\"role\":\"assistant\",\"model\":\"claude-sonnet-5\",\"content\":[],"
                                + "\"usage\":{\"input_tokens\":120,\"output_tokens\":1}}}",
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}");
            case GEMINI, OLLAMA -> List.of();
            case CONVERSE -> List.of("{\"messageStart\":{\"p\":\"abcdefgh\",\"role\":\"assistant\"}}");
            case COHERE ->
                List.of(
                        "{\"id\":\"3f1c\",\"type\":\"message-start\",\"delta\":{\"message\":{\"role\":\"assistant\"}}}");
        };
    }

    private static String delta(Wire wire, String text, int word) {
        return switch (wire) {
            case CHAT -> chunk("{\"content\":\"" + text + "\"}", "null", word);
            case RESPONSES ->
                "{\"type\":\"response.output_text.delta\",\"sequence_number\":" + (4 + word)
                        + ",\"item_id\":\"msg_68e7\",\"output_index\":0,\"content_index\":0,\"delta\":\"" + text
                        + "\",\"logprobs\":[],\"obfuscation\":\"" + padding(word) + "\"}";
            case MESSAGES ->
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text
                        + "\"} }";
            case GEMINI -> candidate(text, "", word);
            case CONVERSE ->
                "{\"contentBlockDelta\":{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"},\"p\":\""
                        + padding(word) + "\"}}";
            case COHERE ->
                "{\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"" + text
                        + "\"}}}}";
            case OLLAMA ->
                "{\"model\":\"qwen3\",\"created_at\":\"2026-11-21T10:00:00." + (100_000 + word)
                        + "Z\",\"message\":{\"role\":\"assistant\",\"content\":\"" + text + "\"},\"done\":false}";
        };
    }

    private static List<String> last(Wire wire) {
        return switch (wire) {
            case CHAT ->
                List.of(
                        chunk("{}", "\"stop\"", 5),
                        "{\"id\":\"chatcmpl-9x\",\"object\":\"chat.completion.chunk\",\"created\":1763600000,"
                                + "\"model\":\"gpt-6-sol\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":120,\"completion_tokens\":100}}",
                        "[DONE]");
            case RESPONSES ->
                List.of("{\"type\":\"response.completed\",\"sequence_number\":200,\"response\":{\"id\":\"resp_68e7\","
                        + "\"status\":\"completed\",\"model\":\"gpt-6-sol\",\"output\":[],"
                        + "\"usage\":{\"input_tokens\":120,\"output_tokens\":100}}}");
            case MESSAGES ->
                List.of(
                        "{\"type\":\"content_block_stop\",\"index\":0}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},"
                                + "\"usage\":{\"output_tokens\":100}}",
                        "{\"type\":\"message_stop\"}");
            case GEMINI -> List.of(candidate("", ",\"finishReason\":\"STOP\"", 100));
            case CONVERSE ->
                List.of(
                        "{\"contentBlockStop\":{\"contentBlockIndex\":0}}",
                        "{\"messageStop\":{\"stopReason\":\"end_turn\"}}",
                        "{\"metadata\":{\"usage\":{\"inputTokens\":120,\"outputTokens\":100,\"totalTokens\":220}}}");
            case COHERE ->
                List.of("{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"COMPLETE\","
                        + "\"usage\":{\"tokens\":{\"input_tokens\":120,\"output_tokens\":100}}}}");
            case OLLAMA ->
                List.of("{\"model\":\"qwen3\",\"created_at\":\"2026-11-21T10:00:02Z\","
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\","
                        + "\"prompt_eval_count\":120,\"eval_count\":100}");
        };
    }

    private static String chunk(String delta, String finish, int word) {
        return "{\"id\":\"chatcmpl-9xAbCdEfGhIjKlMnOpQrStUvWxYz\",\"object\":\"chat.completion.chunk\","
                + "\"created\":1763600000,\"model\":\"gpt-6-sol-2026-06-18\",\"service_tier\":\"default\","
                + "\"system_fingerprint\":\"fp_1234567890\",\"choices\":[{\"index\":0,\"delta\":" + delta
                + ",\"logprobs\":null,\"finish_reason\":" + finish + "}],\"usage\":null,\"obfuscation\":\""
                + padding(word) + "\"}";
    }

    private static String candidate(String text, String finish, int word) {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}],\"role\":\"model\"}" + finish
                + ",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":120,\"candidatesTokenCount\":" + (word + 1)
                + ",\"totalTokenCount\":" + (word + 121) + ",\"promptTokensDetails\":[{\"modality\":\"TEXT\","
                + "\"tokenCount\":120}]},\"modelVersion\":\"gemini-3-pro\",\"responseId\":\"aBcDeFgH\"}";
    }

    private static String padding(int word) {
        return "x7Qb2".repeat(1 + word % 3);
    }
}
