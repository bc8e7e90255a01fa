package io.penstock.simulator;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** An answer that calls one tool, its arguments in fragments where it is streamed. */
final class ToolCallAnswer {

    private static final int FRAGMENT_CHARS = 6;
    private static final String REASON = "tool_calls";

    private ToolCallAnswer() {}

    static Reply of(Generate call, JsonObject function, Envelope envelope, String unique) {
        List<String> fragments = fragments(ToolArguments.of(function).encode());
        JsonObject toolCall = new JsonObject()
                .put("id", "call_" + unique)
                .put("type", "function")
                .put("function", named(function, call.stream() ? "" : String.join("", fragments)));
        if (call.stream()) {
            return Reply.stream(stream(call, toolCall, fragments, envelope).iterator());
        }
        JsonObject choice = Choices.message(null, List.of(toolCall), REASON);
        return Reply.json(200, envelope.whole(choice, fragments.size()));
    }

    private static List<Step> stream(Generate call, JsonObject toolCall, List<String> fragments, Envelope envelope) {
        StreamEvents events = new StreamEvents(call, envelope, Framing.PLAIN);
        JsonObject first = new JsonObject().put("index", 0).mergeIn(toolCall);
        String opening = new JsonObject()
                .put("role", "assistant")
                .put("content", null)
                .put("tool_calls", List.of(first))
                .put("refusal", null)
                .encode();
        List<Step> steps = new ArrayList<>(events.choice(Choices.delta(opening)));
        for (String fragment : fragments) {
            String delta =
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + Json.encode(fragment) + "}}]}";
            steps.addAll(events.choice(Choices.delta(delta)));
            steps.add(new Step.Wait(Pace.FAST.tokenMillis()));
        }
        steps.addAll(events.closing(REASON, fragments.size(), new Deviation.None()));
        return steps;
    }

    private static JsonObject named(JsonObject function, String arguments) {
        return new JsonObject().put("name", function.getString("name")).put("arguments", arguments);
    }

    private static List<String> fragments(String arguments) {
        List<String> fragments = new ArrayList<>();
        int start = 0;
        while (start < arguments.length()) {
            int end = Math.min(arguments.length(), start + FRAGMENT_CHARS);
            if (Character.isHighSurrogate(arguments.charAt(end - 1)) && end < arguments.length()) {
                end++;
            }
            fragments.add(arguments.substring(start, end));
            start = end;
        }
        return fragments;
    }
}
