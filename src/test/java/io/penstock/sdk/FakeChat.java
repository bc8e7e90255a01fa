package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** OpenAI Chat Completions. */
final class FakeChat implements FakeAnswers {
    private static final String HEAD =
            "{\"id\":\"chatcmpl-9x\",\"object\":\"chat.completion.chunk\",\"created\":1763600000,\"model\":\"fake-model\",";
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,\"total_tokens\":18,\"prompt_tokens_details\":{\"cached_tokens\":4}}";

    @Override
    public String whole(Asked asked) {
        String message = asked == Asked.TOOLS
                ? """
                {"role":"assistant","content":null,"refusal":null,"tool_calls":[
                 {"id":"call_a1","type":"function","function":{"name":"get_weather","arguments":"{\\"city\\":\\"Oslo\\"}"}},
                 {"id":"call_a2","type":"function","function":{"name":"get_time","arguments":"{}"}}]}"""
                : "{\"role\":\"assistant\",\"content\":\"" + FakeAnswers.escaped(asked.text()) + "\",\"refusal\":null}";
        return "{\"id\":\"chatcmpl-9x\",\"object\":\"chat.completion\",\"created\":1763600000,\"model\":\"fake-model\",\"choices\":[{\"index\":0,"
                + "\"finish_reason\":\"" + (asked == Asked.TOOLS ? "tool_calls" : "stop")
                + "\",\"logprobs\":null,\"message\":" + message
                + "}]," + USAGE + "}";
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        delta(all, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", null);
        if (asked == Asked.TOOLS) {
            delta(
                    all,
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"call_a1\",\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"\"}}]}",
                    null);
            delta(all, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"ci\"}}]}", null);
            delta(all, "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"ty\\\":\\\"Oslo\\\"}\"}}]}", null);
            delta(
                    all,
                    "{\"tool_calls\":[{\"index\":1,\"id\":\"call_a2\",\"type\":\"function\",\"function\":{\"name\":\"get_time\",\"arguments\":\"{}\"}}]}",
                    null);
        } else {
            for (String half : FakeAnswers.halves(asked.text())) {
                delta(all, "{\"content\":\"" + half + "\"}", null);
            }
        }
        delta(all, "{}", asked == Asked.TOOLS ? "tool_calls" : "stop");
        all.append("data: ")
                .append(HEAD)
                .append("\"choices\":[],")
                .append(USAGE)
                .append("}\n\n")
                .append("data: [DONE]\n\n");
        return Buffer.buffer(all.toString());
    }

    private static void delta(StringBuilder all, String delta, String finish) {
        all.append("data: ")
                .append(HEAD)
                .append("\"choices\":[{\"index\":0,\"delta\":")
                .append(delta)
                .append(",\"finish_reason\":")
                .append(finish == null ? "null" : "\"" + finish + "\"")
                .append("}],\"usage\":null}\n\n");
    }

    @Override
    public String error() {
        return "{\"error\":{\"message\":\"no such thing as please fail\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"invalid_value\"}}";
    }
}
