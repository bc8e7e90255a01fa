package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole answer. Blocks of server tools and citations are left out. */
final class AnswerReader {
    private AnswerReader() {}

    static AnswerReading read(Slice body) {
        JsonValue.Obj answer = JsonReader.object(body);
        if (answer == null) {
            return new AnswerReading.Garbled();
        }
        if (isError(answer)) {
            return new AnswerReading.Failed(answer.raw());
        }
        if (!(answer.get("content") instanceof JsonValue.Arr content)) {
            return new AnswerReading.Garbled();
        }
        List<Part> parts = new ArrayList<>();
        boolean calls = false;
        for (JsonValue.Obj block : content.objects()) {
            Part part = part(block);
            if (part != null) {
                parts.add(part);
            }
            calls |= part instanceof Part.ToolUse;
        }
        String explanation = StopReasons.explanation(answer);
        if (explanation != null) {
            parts.add(new Part.Refusal(explanation));
        }
        String reason = answer.text("stop_reason");
        Finish finish = reason != null ? StopReasons.read(reason) : calls ? Finish.TOOLS : Finish.STOP;
        UsageCount count = new UsageCount();
        count.add(answer.object("usage"));
        TokenUsage usage = count.reported();
        return new AnswerReading.Read(new ChatAnswer(
                answer.textOrEmpty("id"),
                answer.textOrEmpty("model"),
                List.of(new ChatAnswer.Choice(parts, finish, answer.text("stop_sequence"))),
                usage == null ? TokenUsage.UNREPORTED : usage));
    }

    /** Whether the object is an error, as a body or as an event's data. */
    static boolean isError(JsonValue.Obj object) {
        String type = object.text("type");
        return type == null ? object.object("error") != null : type.equals("error");
    }

    private static @Nullable Part part(JsonValue.Obj block) {
        return switch (block.textOrEmpty("type")) {
            case "text" -> block.textOrEmpty("text").isEmpty() ? null : new Part.Text(block.textOrEmpty("text"));
            case "thinking" ->
                new Part.Thinking(
                        block.textOrEmpty("thinking"), Seals.read(block.text("signature"), Signature.ANTHROPIC));
            case "redacted_thinking" -> {
                Signature signature = Seals.read(block.text("data"), Signature.ANTHROPIC);
                yield signature == null ? null : new Part.HiddenThinking(signature);
            }
            case "tool_use" -> {
                String id = block.textOrEmpty("id");
                JsonValue.Obj input = block.object("input");
                String arguments = input == null ? "{}" : input.raw().text();
                yield id.isEmpty() ? null : new Part.ToolUse(id, block.textOrEmpty("name"), arguments);
            }
            default -> null;
        };
    }
}
