package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one answer's stream. Pings, citations, server tools and whatever is not known are passed over. */
final class StreamReader implements EventReader {
    private final UsageCount usage = new UsageCount();

    /** Which call a block is. */
    private final Map<Long, Integer> calls = new HashMap<>();

    private int nextCall;
    private boolean begun;
    private boolean finished;
    private boolean over;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        JsonValue.Obj event = JsonReader.object(bytes, from, to);
        if (event == null) {
            return false;
        }
        if (over) {
            return true;
        }
        if (AnswerReader.isError(event)) {
            over = true;
            // The array is the reader's buffer, which will hold other bytes soon.
            byte[] json =
                    Arrays.copyOfRange(bytes, event.raw().from(), event.raw().to());
            sink.accept(new ChatEvent.Failed(new Slice(json, 0, json.length)));
            return true;
        }
        String type = event.textOrEmpty("type");
        if (type.equals("message_start")) {
            messageStart(event.object("message"), sink);
        } else if (begun) {
            inside(type, event, sink);
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        // The dialect has message_stop for it.
    }

    private void messageStart(JsonValue.@Nullable Obj message, Consumer<ChatEvent> sink) {
        if (begun) {
            return;
        }
        begun = true;
        if (message == null) {
            sink.accept(new ChatEvent.Begun("", ""));
        } else {
            sink.accept(new ChatEvent.Begun(message.textOrEmpty("id"), message.textOrEmpty("model")));
            used(message.object("usage"), sink);
        }
    }

    private void inside(String type, JsonValue.Obj event, Consumer<ChatEvent> sink) {
        switch (type) {
            case "content_block_start" -> blockStart(event.count("index"), event.object("content_block"), sink);
            case "content_block_delta" -> blockDelta(event.count("index"), event.object("delta"), sink);
            case "message_delta" -> {
                used(event.object("usage"), sink);
                finish(event.object("delta"), sink);
            }
            case "message_stop" -> {
                over = true;
                sink.accept(new ChatEvent.Ended());
            }
            default -> {}
        }
    }

    private void used(JsonValue.@Nullable Obj reported, Consumer<ChatEvent> sink) {
        usage.add(reported);
        TokenUsage sum = usage.reported();
        if (reported != null && sum != null) {
            sink.accept(new ChatEvent.Used(sum));
        }
    }

    private void finish(JsonValue.@Nullable Obj delta, Consumer<ChatEvent> sink) {
        String reason = delta == null ? null : delta.text("stop_reason");
        if (delta == null || reason == null || finished) {
            return;
        }
        finished = true;
        String explanation = StopReasons.explanation(delta);
        if (explanation != null) {
            sink.accept(new ChatEvent.RefusalAdded(0, explanation));
        }
        sink.accept(new ChatEvent.Finished(0, StopReasons.read(reason), delta.text("stop_sequence")));
    }

    private void blockStart(long index, JsonValue.@Nullable Obj block, Consumer<ChatEvent> sink) {
        if (block == null || finished) {
            return;
        }
        switch (block.textOrEmpty("type")) {
            case "text" -> text(block.textOrEmpty("text"), sink);
            case "thinking" -> {
                thinking(block.textOrEmpty("thinking"), sink);
                signed(block.textOrEmpty("signature"), sink);
            }
            case "redacted_thinking" -> {
                Signature signature = Seals.read(block.text("data"), Signature.ANTHROPIC);
                if (signature != null) {
                    sink.accept(new ChatEvent.ThinkingHidden(0, signature));
                }
            }
            case "tool_use" -> toolUse(index, block, sink);
            default -> {}
        }
    }

    private void toolUse(long index, JsonValue.Obj block, Consumer<ChatEvent> sink) {
        int call = nextCall++;
        calls.put(index, call);
        String id = block.textOrEmpty("id");
        sink.accept(new ChatEvent.ToolBegun(
                0, call, id.isEmpty() ? "toolu_" + call : id, block.textOrEmpty("name"), false, null));
        JsonValue.Obj input = block.object("input");
        if (input != null && !input.isEmpty()) {
            sink.accept(new ChatEvent.ToolArguments(0, call, input.raw().text()));
        }
    }

    private void blockDelta(long index, JsonValue.@Nullable Obj delta, Consumer<ChatEvent> sink) {
        if (delta == null || finished) {
            return;
        }
        switch (delta.textOrEmpty("type")) {
            case "text_delta" -> text(delta.textOrEmpty("text"), sink);
            case "thinking_delta" -> thinking(delta.textOrEmpty("thinking"), sink);
            case "signature_delta" -> signed(delta.textOrEmpty("signature"), sink);
            case "input_json_delta" -> {
                Integer call = calls.get(index);
                String json = delta.textOrEmpty("partial_json");
                if (call != null && !json.isEmpty()) {
                    sink.accept(new ChatEvent.ToolArguments(0, call, json));
                }
            }
            default -> {}
        }
    }

    private static void text(String text, Consumer<ChatEvent> sink) {
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.TextAdded(0, text));
        }
    }

    private static void thinking(String text, Consumer<ChatEvent> sink) {
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingAdded(0, text));
        }
    }

    private static void signed(String text, Consumer<ChatEvent> sink) {
        Signature signature = Seals.read(text, Signature.ANTHROPIC);
        if (signature != null) {
            sink.accept(new ChatEvent.ThinkingSigned(0, signature));
        }
    }
}
