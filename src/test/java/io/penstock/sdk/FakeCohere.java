package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** Cohere v2 chat. */
final class FakeCohere implements FakeAnswers {
    private static final String USAGE =
            "\"usage\":{\"billed_units\":{\"input_tokens\":3,\"output_tokens\":2},\"tokens\":{\"input_tokens\":11,\"output_tokens\":7}}";

    @Override
    public String whole(Asked asked) {
        String message = asked == Asked.TOOLS
                ? "\"tool_plan\":\"I will look.\",\"tool_calls\":[{\"id\":\"get_weather_1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}},"
                        + "{\"id\":\"get_time_1\",\"type\":\"function\",\"function\":{\"name\":\"get_time\",\"arguments\":\"{}\"}}]"
                : "\"content\":[{\"type\":\"text\",\"text\":\"" + FakeAnswers.escaped(asked.text()) + "\"}]";
        return "{\"id\":\"c14c80c3\",\"finish_reason\":\"" + reason(asked) + "\",\"message\":{\"role\":\"assistant\","
                + message + "}," + USAGE + "}";
    }

    private static String reason(Asked asked) {
        return asked == Asked.TOOLS ? "TOOL_CALL" : "COMPLETE";
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        event(
                all,
                "message-start",
                "\"id\":\"c14c80c3\",\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],\"citations\":[]}}");
        if (asked == Asked.TOOLS) {
            call(all, 0, "get_weather", "{\\\"city\\\":", "\\\"Oslo\\\"}");
            call(all, 1, "get_time", "{}");
        } else {
            event(
                    all,
                    "content-start",
                    "\"index\":0,\"delta\":{\"message\":{\"content\":{\"type\":\"text\",\"text\":\"\"}}}");
            for (String half : FakeAnswers.halves(asked.text())) {
                event(
                        all,
                        "content-delta",
                        "\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"" + half + "\"}}}");
            }
            event(all, "content-end", "\"index\":0");
        }
        event(all, "message-end", "\"delta\":{\"finish_reason\":\"" + reason(asked) + "\"," + USAGE + "}");
        return Buffer.buffer(all.toString());
    }

    private static void call(StringBuilder all, int index, String name, String... pieces) {
        event(
                all,
                "tool-call-start",
                "\"index\":" + index + ",\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"" + name
                        + "_1\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"\"}}}}");
        for (String piece : pieces) {
            event(
                    all,
                    "tool-call-delta",
                    "\"index\":" + index + ",\"delta\":{\"message\":{\"tool_calls\":{\"function\":{\"arguments\":\""
                            + piece + "\"}}}}");
        }
        event(all, "tool-call-end", "\"index\":" + index);
    }

    private static void event(StringBuilder all, String type, String rest) {
        all.append("event: ")
                .append(type)
                .append("\ndata: {\"type\":\"")
                .append(type)
                .append("\",")
                .append(rest)
                .append("}\n\n");
    }

    @Override
    public String error() {
        return "{\"id\":\"e1\",\"message\":\"no such thing as please fail\"}";
    }
}
