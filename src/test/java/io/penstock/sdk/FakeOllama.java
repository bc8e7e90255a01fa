package io.penstock.sdk;

import io.vertx.core.buffer.Buffer;

/** Ollama's own chat. */
final class FakeOllama implements FakeAnswers {
    private static final String HEAD =
            "{\"model\":\"fake-model\",\"created_at\":\"2026-11-20T10:00:00Z\",\"message\":{\"role\":\"assistant\",";
    private static final String END =
            ",\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1,\"load_duration\":1,\"prompt_eval_count\":11,\"prompt_eval_duration\":1,\"eval_count\":7,\"eval_duration\":1}";
    private static final String CALLS =
            "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"get_weather\",\"arguments\":{\"city\":\"Oslo\"}}},{\"function\":{\"name\":\"get_time\",\"arguments\":{}}}]}";

    @Override
    public String whole(Asked asked) {
        String message = asked == Asked.TOOLS ? CALLS : "\"content\":\"" + FakeAnswers.escaped(asked.text()) + "\"}";
        return HEAD + message + END;
    }

    @Override
    public Buffer stream(Asked asked) {
        StringBuilder all = new StringBuilder();
        if (asked == Asked.TOOLS) {
            all.append(HEAD).append(CALLS).append(",\"done\":false}\n");
        } else {
            for (String half : FakeAnswers.halves(asked.text())) {
                all.append(HEAD).append("\"content\":\"").append(half).append("\"},\"done\":false}\n");
            }
        }
        return Buffer.buffer(all.append(HEAD)
                .append("\"content\":\"\"}")
                .append(END)
                .append('\n')
                .toString());
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public String error() {
        return "{\"error\":\"no such thing as please fail\"}";
    }
}
