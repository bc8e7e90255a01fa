package io.penstock.dialect.ollama;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole answer of {@code /api/chat}. It has no id. */
final class OllamaAnswer {
    private OllamaAnswer() {}

    static AnswerReading read(Slice body) {
        JsonValue.Obj answer = JsonReader.object(body);
        if (answer == null) {
            return new AnswerReading.Garbled();
        }
        if (answer.has("error")) {
            return new AnswerReading.Failed(answer.raw());
        }
        JsonValue.Obj message = answer.object("message");
        if (message == null) {
            return new AnswerReading.Garbled();
        }
        List<Part> parts = new ArrayList<>();
        String thoughts = message.textOrEmpty("thinking");
        if (!thoughts.isEmpty()) {
            parts.add(new Part.Thinking(thoughts, null));
        }
        String text = message.textOrEmpty("content");
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        int calls = 0;
        for (JsonValue.Obj call : message.objects("tool_calls")) {
            JsonValue.Obj function = call.object("function");
            if (function != null) {
                String id = OllamaWords.id(answer, call, calls++);
                parts.add(new Part.ToolUse(id, function.textOrEmpty("name"), OllamaWords.arguments(function)));
            }
        }
        ChatAnswer.Choice choice = new ChatAnswer.Choice(parts, OllamaWords.finish(answer, calls > 0), null);
        return new AnswerReading.Read(
                new ChatAnswer("", answer.textOrEmpty("model"), List.of(choice), OllamaWords.usage(answer)));
    }
}
