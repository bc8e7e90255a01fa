package io.penstock.dialect.cohere;

import io.penstock.chat.ChatEvent;
import io.penstock.dialect.EventReader;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the events of {@code /v2/chat}. Its {@code message-end} is the finish, the usage and the end in one. */
final class CohereEvents implements EventReader {
    /** Calls that are still being made, by their index. */
    private final Map<Long, Integer> tools = new HashMap<>();

    private int toolsBegun;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        JsonValue.Obj event = JsonReader.object(bytes, from, to);
        if (event == null) {
            return false;
        }
        String type = event.textOrEmpty("type");
        JsonValue.Obj delta = event.object("delta");
        JsonValue.Obj message = delta == null ? null : delta.object("message");
        switch (type) {
            case "message-start" -> sink.accept(new ChatEvent.Begun(event.textOrEmpty("id"), ""));
            case "content-start", "content-delta" -> content(message, sink);
            case "tool-plan-delta" -> thought(message == null ? "" : message.textOrEmpty("tool_plan"), sink);
            case "tool-call-start", "tool-call-delta" -> call(event.count("index"), type, message, sink);
            case "tool-call-end" -> tools.remove(event.count("index"));
            case "message-end" -> messageEnd(event, delta, sink);
            default -> {
                // An error has no type of its own.
                if (type.isEmpty() && (event.has("error") || event.has("message"))) {
                    sink.accept(new ChatEvent.Failed(event.raw()));
                }
            }
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        // The dialect has an event for it.
    }

    private static void content(JsonValue.@Nullable Obj message, Consumer<ChatEvent> sink) {
        JsonValue.Obj content = message == null ? null : message.object("content");
        if (content == null) {
            return;
        }
        thought(content.textOrEmpty("thinking"), sink);
        String text = content.textOrEmpty("text");
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.TextAdded(0, text));
        }
    }

    private static void thought(String text, Consumer<ChatEvent> sink) {
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingAdded(0, text));
        }
    }

    private void call(long index, String type, JsonValue.@Nullable Obj message, Consumer<ChatEvent> sink) {
        JsonValue.Obj call = message == null ? null : message.object("tool_calls");
        JsonValue.Obj function = call == null ? null : call.object("function");
        if (call == null || function == null) {
            return;
        }
        if (type.equals("tool-call-start")) {
            tools.put(index, toolsBegun);
            sink.accept(new ChatEvent.ToolBegun(
                    0, toolsBegun++, call.textOrEmpty("id"), function.textOrEmpty("name"), false, null));
        }
        Integer tool = tools.get(index);
        String arguments = function.textOrEmpty("arguments");
        if (tool != null && !arguments.isEmpty()) {
            sink.accept(new ChatEvent.ToolArguments(0, tool, arguments));
        }
    }

    private static void messageEnd(JsonValue.Obj event, JsonValue.@Nullable Obj delta, Consumer<ChatEvent> sink) {
        if (delta == null || delta.has("error")) {
            sink.accept(new ChatEvent.Failed(delta == null ? event.raw() : delta.raw()));
            return;
        }
        sink.accept(new ChatEvent.Finished(0, CohereWords.finish(delta.textOrEmpty("finish_reason")), null));
        sink.accept(new ChatEvent.Used(CohereWords.usage(delta.object("usage"))));
        sink.accept(new ChatEvent.Ended());
    }
}
