package io.penstock.dialect.chat;

import io.penstock.chat.Finish;

/** {@code finish_reason}, in OpenAI's words and in those of providers that speak its dialect. */
final class Finishes {
    private Finishes() {}

    /** @param calls whether tools were asked for; OpenAI says {@code stop} where a tool was forced by name */
    static Finish read(String reason, boolean calls) {
        return switch (reason) {
            case "length", "model_length", "max_tokens" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOLS;
            case "content_filter" -> Finish.FILTERED;
            case "error", "insufficient_system_resource" -> Finish.FAILED;
            default -> calls ? Finish.TOOLS : Finish.STOP;
        };
    }

    static String written(Finish finish) {
        return switch (finish) {
            case STOP -> "stop";
            case LENGTH -> "length";
            case TOOLS -> "tool_calls";
            case FILTERED -> "content_filter";
            case FAILED -> "error";
        };
    }
}
