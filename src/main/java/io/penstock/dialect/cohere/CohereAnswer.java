package io.penstock.dialect.cohere;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole answer of {@code /v2/chat}. It does not name its model. The plan before a call of tools is a thought. */
final class CohereAnswer {
    private CohereAnswer() {}

    static AnswerReading read(Slice body) {
        JsonValue.Obj answer = JsonReader.object(body);
        if (answer == null) {
            return new AnswerReading.Garbled();
        }
        JsonValue.Obj message = answer.object("message");
        if (message == null) {
            boolean failed = answer.text("message") != null || answer.has("error");
            return failed ? new AnswerReading.Failed(answer.raw()) : new AnswerReading.Garbled();
        }
        ChatAnswer.Choice choice =
                new ChatAnswer.Choice(parts(message), CohereWords.finish(answer.textOrEmpty("finish_reason")), null);
        return new AnswerReading.Read(new ChatAnswer(
                answer.textOrEmpty("id"), "", List.of(choice), CohereWords.usage(answer.object("usage"))));
    }

    private static List<Part> parts(JsonValue.Obj message) {
        List<Part> parts = new ArrayList<>();
        thought(message.textOrEmpty("tool_plan"), parts);
        for (JsonValue.Obj content : message.objects("content")) {
            thought(content.textOrEmpty("thinking"), parts);
            text(content.textOrEmpty("text"), parts);
        }
        text(message.textOrEmpty("content"), parts);
        for (JsonValue.Obj call : message.objects("tool_calls")) {
            JsonValue.Obj function = call.object("function");
            if (function != null) {
                String arguments = function.textOrEmpty("arguments");
                parts.add(new Part.ToolUse(
                        call.textOrEmpty("id"), function.textOrEmpty("name"), arguments.isEmpty() ? "{}" : arguments));
            }
        }
        return parts;
    }

    private static void thought(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Thinking(text, null));
        }
    }

    private static void text(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }
}
