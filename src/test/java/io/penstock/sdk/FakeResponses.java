package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** OpenAI Responses. */
final class FakeResponses implements FakeAnswers {
    private static final String REST =
            "\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"model\":\"fake-model\",\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"metadata\":{}";
    private static final String USAGE =
            ",\"usage\":{\"input_tokens\":11,\"input_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":0},\"output_tokens\":7,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":18}";

    private int number;

    private static String response(String status, String output, boolean usage) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1763600000,\"status\":\"" + status + "\","
                + REST + ",\"output\":[" + output + "]" + (usage ? USAGE : "") + "}";
    }

    private static String items(Asked asked) {
        return asked == Asked.TOOLS
                ? call(0, "completed", true) + "," + call(1, "completed", true)
                : message(asked, "completed", true);
    }

    private static String call(int index, String status, boolean whole) {
        String arguments = !whole ? "" : index == 0 ? "{\\\"city\\\":\\\"Oslo\\\"}" : "{}";
        return "{\"type\":\"function_call\",\"id\":\"fc_" + index + "\",\"call_id\":\"call_a" + index + "\",\"name\":\""
                + (index == 0 ? "get_weather" : "get_time") + "\",\"arguments\":\"" + arguments + "\",\"status\":\""
                + status + "\"}";
    }

    private static String message(Asked asked, String status, boolean whole) {
        String content = whole
                ? "{\"type\":\"output_text\",\"text\":\"" + FakeAnswers.escaped(asked.text()) + "\",\"annotations\":[]}"
                : "";
        return "{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"" + status
                + "\",\"role\":\"assistant\",\"content\":[" + content + "]}";
    }

    @Override
    public String whole(Asked asked) {
        return response("completed", items(asked), true);
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        event(all, "response.created", "\"response\":" + response("in_progress", "", false));
        event(all, "response.in_progress", "\"response\":" + response("in_progress", "", false));
        if (asked == Asked.TOOLS) {
            calls(all, 0, "{\\\"city\\\":", "\\\"Oslo\\\"}");
            calls(all, 1, "{}");
        } else {
            text(all, asked);
        }
        event(all, "response.completed", "\"response\":" + response("completed", items(asked), true));
        return Buffer.buffer(all.toString());
    }

    private void text(StringBuilder all, Asked asked) {
        String at = "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,";
        event(all, "response.output_item.added", "\"output_index\":0,\"item\":" + message(asked, "in_progress", false));
        event(
                all,
                "response.content_part.added",
                at + "\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}");
        for (String half : FakeAnswers.halves(asked.text())) {
            event(all, "response.output_text.delta", at + "\"delta\":\"" + half + "\",\"logprobs\":[]");
        }
        String text = FakeAnswers.escaped(asked.text());
        event(all, "response.output_text.done", at + "\"text\":\"" + text + "\",\"logprobs\":[]");
        event(
                all,
                "response.content_part.done",
                at + "\"part\":{\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}");
        event(all, "response.output_item.done", "\"output_index\":0,\"item\":" + message(asked, "completed", true));
    }

    private void calls(StringBuilder all, int index, String... pieces) {
        event(
                all,
                "response.output_item.added",
                "\"output_index\":" + index + ",\"item\":" + call(index, "in_progress", false));
        for (String piece : pieces) {
            event(
                    all,
                    "response.function_call_arguments.delta",
                    "\"item_id\":\"fc_" + index + "\",\"output_index\":" + index + ",\"delta\":\"" + piece + "\"");
        }
        event(
                all,
                "response.function_call_arguments.done",
                "\"item_id\":\"fc_" + index + "\",\"output_index\":" + index + ",\"arguments\":\""
                        + String.join("", pieces) + "\",\"name\":\"" + (index == 0 ? "get_weather" : "get_time")
                        + "\"");
        event(
                all,
                "response.output_item.done",
                "\"output_index\":" + index + ",\"item\":" + call(index, "completed", true));
    }

    private void event(StringBuilder all, String type, String rest) {
        all.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append("\",\"sequence_number\":")
                .append(number++)
                .append(",")
                .append(rest)
                .append("}\n\n");
    }

    @Override
    public String error() {
        return "{\"error\":{\"message\":\"no such thing as please fail\",\"type\":\"invalid_request_error\",\"param\":\"input\",\"code\":\"invalid_value\"}}";
    }
}
