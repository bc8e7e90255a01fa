package io.penstock.dialect.responses;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.EventReader;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.sse.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a provider's stream of Responses. Providers that send an item whole, without its deltas, are read too: what was
 * not heard piece by piece is taken from the event that closes the item, or the response.
 */
final class StreamReader implements EventReader {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Map<String, Integer> tools = new HashMap<>();
    /** Items of which something was told already. */
    private final Set<String> told = new HashSet<>();

    private boolean begun;
    private boolean over;
    private boolean anything;
    private boolean refused;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        if (Bytes.startsWith(bytes, from, to, DONE)) {
            return true;
        }
        JsonValue.Obj event = JsonReader.object(bytes, from, to);
        if (event == null) {
            return false;
        }
        if (!over) {
            event(event, sink);
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {}

    private void event(JsonValue.Obj event, Consumer<ChatEvent> sink) {
        String type = event.textOrEmpty("type");
        if (type.startsWith("response.")) {
            begin(event, sink);
        }
        switch (type) {
            case "response.output_text.delta",
                    "response.refusal.delta",
                    "response.reasoning_summary_text.delta",
                    "response.reasoning_text.delta" -> spoken(type, event, sink);
            case "response.reasoning_summary_part.added" -> {
                if (event.count("summary_index") > 0 && told.contains(key(event))) {
                    sink.accept(new ChatEvent.ThinkingAdded(0, "\n\n"));
                }
            }
            case "response.output_item.added" -> added(event, sink);
            case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
                arguments(event, event.textOrEmpty("delta"), sink);
            case "response.output_item.done" -> {
                JsonValue.Obj item = event.object("item");
                if (item != null) {
                    closed(item, key(event), sink);
                }
            }
            case "response.completed", "response.incomplete" -> completed(event, sink);
            case "response.failed", "response.cancelled" -> failed(event, sink);
            case "error" -> {
                JsonValue.Obj nested = event.object("error");
                fail(nested == null ? event.raw() : nested.raw(), sink);
            }
            default -> {
                if (type.isEmpty() && event.has("error")) {
                    failed(event, sink);
                }
            }
        }
    }

    private void begin(JsonValue.Obj event, Consumer<ChatEvent> sink) {
        if (begun) {
            return;
        }
        begun = true;
        JsonValue.Obj response = event.object("response");
        String id = response == null ? "" : response.textOrEmpty("id");
        String model = response == null ? "" : response.textOrEmpty("model");
        sink.accept(new ChatEvent.Begun(id, model));
    }

    private void spoken(String type, JsonValue.Obj event, Consumer<ChatEvent> sink) {
        String text = event.textOrEmpty("delta");
        if (text.isEmpty()) {
            return;
        }
        told.add(key(event));
        anything = true;
        boolean refusal = type.equals("response.refusal.delta");
        refused |= refusal;
        if (refusal) {
            sink.accept(new ChatEvent.RefusalAdded(0, text));
        } else if (type.equals("response.output_text.delta")) {
            sink.accept(new ChatEvent.TextAdded(0, text));
        } else {
            sink.accept(new ChatEvent.ThinkingAdded(0, text));
        }
    }

    /** Some providers give an item a new id in every event, so its place comes first. */
    private static String key(JsonValue.Obj event) {
        Long index = event.integer("output_index");
        return index == null ? event.textOrEmpty("item_id") : index.toString();
    }

    private void added(JsonValue.Obj event, Consumer<ChatEvent> sink) {
        JsonValue.Obj item = event.object("item");
        String type = item == null ? "" : item.textOrEmpty("type");
        if (item != null && (type.equals("function_call") || type.equals("custom_tool_call"))) {
            call(item, key(event), sink);
        }
    }

    private void call(JsonValue.Obj item, String key, Consumer<ChatEvent> sink) {
        if (tools.containsKey(key)) {
            return;
        }
        int tool = tools.size();
        tools.put(key, tool);
        anything = true;
        Part.ToolUse use = AnswerReader.call(item);
        sink.accept(new ChatEvent.ToolBegun(0, tool, use.id(), use.name(), use.freeform(), null));
    }

    private void arguments(JsonValue.Obj event, String json, Consumer<ChatEvent> sink) {
        Integer tool = tools.get(key(event));
        if (tool != null && !json.isEmpty()) {
            told.add(key(event));
            sink.accept(new ChatEvent.ToolArguments(0, tool, json));
        }
    }

    private void closed(JsonValue.Obj item, String key, Consumer<ChatEvent> sink) {
        List<Part> parts = new ArrayList<>(1);
        AnswerReader.item(item, parts);
        boolean known = told.contains(key);
        for (Part part : parts) {
            anything = true;
            switch (part) {
                case Part.ToolUse _ -> {
                    call(item, key, sink);
                    String whole = item.textOrEmpty("arguments") + item.textOrEmpty("input");
                    if (!known && !whole.isEmpty()) {
                        sink.accept(new ChatEvent.ToolArguments(0, tools.getOrDefault(key, 0), whole));
                    }
                }
                case Part.Thinking thinking -> thought(thinking, known, sink);
                case Part.HiddenThinking hidden ->
                    sink.accept(
                            known
                                    ? new ChatEvent.ThinkingSigned(0, hidden.signature())
                                    : new ChatEvent.ThinkingHidden(0, hidden.signature()));
                case Part.Text text when !known -> sink.accept(new ChatEvent.TextAdded(0, text.text()));
                case Part.Refusal refusal -> {
                    refused = true;
                    if (!known) {
                        sink.accept(new ChatEvent.RefusalAdded(0, refusal.text()));
                    }
                }
                default -> {}
            }
        }
        told.add(key);
    }

    private static void thought(Part.Thinking thinking, boolean known, Consumer<ChatEvent> sink) {
        if (!known) {
            sink.accept(new ChatEvent.ThinkingAdded(0, thinking.text()));
        }
        Signature signature = thinking.signature();
        if (signature != null) {
            sink.accept(new ChatEvent.ThinkingSigned(0, signature));
        }
    }

    private void completed(JsonValue.Obj event, Consumer<ChatEvent> sink) {
        over = true;
        JsonValue.Obj response = event.object("response");
        if (response == null) {
            response = event;
        }
        if (!anything) {
            List<JsonValue.Obj> items = response.objects("output");
            for (int at = 0; at < items.size(); at++) {
                closed(items.get(at), Integer.toString(at), sink);
            }
        }
        TokenUsage usage = ResponsesUsage.of(response);
        if (usage != null) {
            sink.accept(new ChatEvent.Used(usage));
        }
        sink.accept(new ChatEvent.Finished(0, AnswerReader.finish(response, !tools.isEmpty(), refused), null));
        sink.accept(new ChatEvent.Ended());
    }

    private void failed(JsonValue.Obj event, Consumer<ChatEvent> sink) {
        JsonValue.Obj inner = event.object("response");
        JsonValue.Obj response = inner == null ? event : inner;
        JsonValue.Obj error = response.object("error");
        fail(error == null ? AnswerReader.unnamed(response) : error.raw(), sink);
    }

    private void fail(Slice json, Consumer<ChatEvent> sink) {
        over = true;
        sink.accept(new ChatEvent.Failed(json));
    }
}
