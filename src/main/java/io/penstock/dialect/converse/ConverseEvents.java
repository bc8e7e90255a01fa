package io.penstock.dialect.converse;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Signature;
import io.penstock.dialect.EventReader;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the events of {@code ConverseStream} as {@link EventStreamFraming} spells them. The usage comes behind the finish
 * reason, so the answer has ended only with it, or with the stream.
 */
final class ConverseEvents implements EventReader {
    /** Calls whose block is still open, by the block's index. */
    private final Map<Long, Integer> tools = new HashMap<>();

    private int toolsBegun;
    private boolean finished;
    private boolean ended;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        JsonValue.Obj event = JsonReader.object(bytes, from, to);
        if (event == null) {
            return false;
        }
        if (event.has("error")) {
            sink.accept(new ChatEvent.Failed(event.raw()));
            return true;
        }
        for (String type : event.names()) {
            JsonValue.Obj payload = event.object(type);
            if (payload != null) {
                read(type, payload, sink);
            }
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        if (finished && !ended) {
            ended = true;
            sink.accept(new ChatEvent.Ended());
        }
    }

    private void read(String type, JsonValue.Obj payload, Consumer<ChatEvent> sink) {
        switch (type) {
            case "messageStart" -> sink.accept(new ChatEvent.Begun("", ""));
            case "contentBlockStart" -> blockBegun(payload, sink);
            case "contentBlockDelta" -> delta(payload, sink);
            case "contentBlockStop" -> tools.remove(payload.count("contentBlockIndex"));
            case "messageStop" -> {
                finished = true;
                sink.accept(new ChatEvent.Finished(
                        0,
                        ConverseWords.finish(payload.textOrEmpty("stopReason")),
                        ConverseWords.stopSequence(payload)));
            }
            case "metadata" -> {
                sink.accept(new ChatEvent.Used(ConverseWords.usage(payload.object("usage"))));
                end(sink);
            }
            default -> {}
        }
    }

    private void blockBegun(JsonValue.Obj payload, Consumer<ChatEvent> sink) {
        JsonValue.Obj start = payload.object("start");
        JsonValue.Obj tool = start == null ? null : start.object("toolUse");
        if (tool != null) {
            int number = toolsBegun++;
            tools.put(payload.count("contentBlockIndex"), number);
            sink.accept(new ChatEvent.ToolBegun(
                    0, number, tool.textOrEmpty("toolUseId"), tool.textOrEmpty("name"), false, null));
        }
    }

    private void delta(JsonValue.Obj payload, Consumer<ChatEvent> sink) {
        JsonValue.Obj delta = payload.object("delta");
        if (delta == null) {
            return;
        }
        String text = delta.textOrEmpty("text");
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.TextAdded(0, text));
        }
        JsonValue.Obj tool = delta.object("toolUse");
        Integer number = tools.get(payload.count("contentBlockIndex"));
        String input = tool == null ? "" : tool.textOrEmpty("input");
        if (number != null && !input.isEmpty()) {
            sink.accept(new ChatEvent.ToolArguments(0, number, input));
        }
        JsonValue.Obj reasoning = delta.object("reasoningContent");
        if (reasoning != null) {
            reasoning(reasoning, sink);
        }
    }

    private static void reasoning(JsonValue.Obj reasoning, Consumer<ChatEvent> sink) {
        String text = reasoning.textOrEmpty("text");
        String seal = reasoning.textOrEmpty("signature");
        String hidden = reasoning.textOrEmpty("redactedContent");
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingAdded(0, text));
        }
        if (!seal.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingSigned(0, new Signature(Signature.ANTHROPIC, seal)));
        }
        if (!hidden.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingHidden(0, new Signature(Signature.ANTHROPIC, hidden)));
        }
    }
}
