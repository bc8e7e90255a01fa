package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** Anthropic Messages. */
final class FakeMessages implements FakeAnswers {

    @Override
    public String whole(Asked asked) {
        String content = asked == Asked.TOOLS
                ? "{\"type\":\"tool_use\",\"id\":\"toolu_01\",\"name\":\"get_weather\",\"input\":{\"city\":\"Oslo\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"toolu_02\",\"name\":\"get_time\",\"input\":{}}"
                : "{\"type\":\"text\",\"text\":\"" + FakeAnswers.escaped(asked.text()) + "\"}";
        return "{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":["
                + content
                + "],\"stop_reason\":\"" + (asked == Asked.TOOLS ? "tool_use" : "end_turn")
                + "\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":4,\"output_tokens\":7}}";
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        event(
                all,
                "message_start",
                "\"message\":{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"fake-model\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":7,\"cache_read_input_tokens\":4,\"cache_creation_input_tokens\":0,\"output_tokens\":1}}");
        event(all, "ping", null);
        if (asked == Asked.TOOLS) {
            block(
                    all,
                    0,
                    "{\"type\":\"tool_use\",\"id\":\"toolu_01\",\"name\":\"get_weather\",\"input\":{}}",
                    "input_json_delta\",\"partial_json",
                    "",
                    "{\\\"city\\\":",
                    "\\\"Oslo\\\"}");
            block(
                    all,
                    1,
                    "{\"type\":\"tool_use\",\"id\":\"toolu_02\",\"name\":\"get_time\",\"input\":{}}",
                    "input_json_delta\",\"partial_json",
                    "");
        } else {
            block(all, 0, "{\"type\":\"text\",\"text\":\"\"}", "text_delta\",\"text", FakeAnswers.halves(asked.text()));
        }
        event(
                all,
                "message_delta",
                "\"delta\":{\"stop_reason\":\"" + (asked == Asked.TOOLS ? "tool_use" : "end_turn")
                        + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":7}");
        event(all, "message_stop", null);
        return Buffer.buffer(all.toString());
    }

    private static void block(StringBuilder all, int index, String block, String kind, String... pieces) {
        event(all, "content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
        for (String piece : pieces) {
            event(
                    all,
                    "content_block_delta",
                    "\"index\":" + index + ",\"delta\":{\"type\":\"" + kind + "\":\"" + piece + "\"}");
        }
        event(all, "content_block_stop", "\"index\":" + index);
    }

    private static void event(StringBuilder all, String type, String rest) {
        all.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append('"');
        all.append(rest == null ? "" : "," + rest).append("}\n\n");
    }

    @Override
    public String error() {
        return "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"no such thing as please fail\"},\"request_id\":\"req_1\"}";
    }
}
