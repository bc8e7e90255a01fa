package io.penstock.dialect.converse;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole answer of {@code Converse}. It names neither itself nor its model. */
final class ConverseAnswer {
    private ConverseAnswer() {}

    static AnswerReading read(Slice body) {
        JsonValue.Obj answer = JsonReader.object(body);
        if (answer == null) {
            return new AnswerReading.Garbled();
        }
        JsonValue.Obj output = answer.object("output");
        JsonValue.Obj message = output == null ? null : output.object("message");
        if (message == null) {
            boolean failed = answer.has("message") || answer.has("Message") || answer.has("__type");
            return failed ? new AnswerReading.Failed(answer.raw()) : new AnswerReading.Garbled();
        }
        List<Part> parts = new ArrayList<>();
        for (JsonValue.Obj block : message.objects("content")) {
            block(block, parts);
        }
        ChatAnswer.Choice choice = new ChatAnswer.Choice(
                parts, ConverseWords.finish(answer.textOrEmpty("stopReason")), ConverseWords.stopSequence(answer));
        return new AnswerReading.Read(
                new ChatAnswer("", "", List.of(choice), ConverseWords.usage(answer.object("usage"))));
    }

    private static void block(JsonValue.Obj block, List<Part> parts) {
        JsonValue.Obj tool = block.object("toolUse");
        JsonValue.Obj reasoning = block.object("reasoningContent");
        JsonValue.Obj cited = block.object("citationsContent");
        if (tool != null) {
            JsonValue input = tool.get("input");
            String arguments = input == null ? "{}" : input.raw().text();
            parts.add(new Part.ToolUse(tool.textOrEmpty("toolUseId"), tool.textOrEmpty("name"), arguments));
        } else if (reasoning != null) {
            reasoning(reasoning, parts);
        } else if (cited != null) {
            for (JsonValue.Obj piece : cited.objects("content")) {
                text(piece, parts);
            }
        } else {
            text(block, parts);
        }
    }

    private static void text(JsonValue.Obj block, List<Part> parts) {
        String text = block.textOrEmpty("text");
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    private static void reasoning(JsonValue.Obj reasoning, List<Part> parts) {
        String hidden = reasoning.textOrEmpty("redactedContent");
        JsonValue.Obj thought = reasoning.object("reasoningText");
        if (!hidden.isEmpty()) {
            parts.add(new Part.HiddenThinking(new Signature(Signature.ANTHROPIC, hidden)));
        }
        if (thought != null) {
            String seal = thought.textOrEmpty("signature");
            parts.add(new Part.Thinking(
                    thought.textOrEmpty("text"), seal.isEmpty() ? null : new Signature(Signature.ANTHROPIC, seal)));
        }
    }
}
