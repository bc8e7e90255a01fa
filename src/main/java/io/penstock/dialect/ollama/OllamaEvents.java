package io.penstock.dialect.ollama;

import io.penstock.chat.ChatEvent;
import io.penstock.dialect.EventReader;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.function.Consumer;

/** Reads the lines of {@code /api/chat}, each of which looks like a whole answer; the last one says that it is the last. */
final class OllamaEvents implements EventReader {
    private boolean begun;
    private int calls;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        JsonValue.Obj line = JsonReader.object(bytes, from, to);
        if (line == null) {
            return false;
        }
        if (line.has("error")) {
            sink.accept(new ChatEvent.Failed(line.raw()));
            return true;
        }
        if (!begun) {
            begun = true;
            sink.accept(new ChatEvent.Begun("", line.textOrEmpty("model")));
        }
        JsonValue.Obj message = line.object("message");
        if (message != null) {
            message(line, message, sink);
        }
        if (Boolean.TRUE.equals(line.flag("done"))) {
            sink.accept(new ChatEvent.Finished(0, OllamaWords.finish(line, calls > 0), null));
            sink.accept(new ChatEvent.Used(OllamaWords.usage(line)));
            sink.accept(new ChatEvent.Ended());
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        // The last line says it.
    }

    private void message(JsonValue.Obj line, JsonValue.Obj message, Consumer<ChatEvent> sink) {
        String thoughts = message.textOrEmpty("thinking");
        if (!thoughts.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingAdded(0, thoughts));
        }
        String text = message.textOrEmpty("content");
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.TextAdded(0, text));
        }
        for (JsonValue.Obj call : message.objects("tool_calls")) {
            JsonValue.Obj function = call.object("function");
            if (function != null) {
                int number = calls++;
                String id = OllamaWords.id(line, call, number);
                sink.accept(new ChatEvent.ToolBegun(0, number, id, function.textOrEmpty("name"), false, null));
                sink.accept(new ChatEvent.ToolArguments(0, number, OllamaWords.arguments(function)));
            }
        }
    }
}
