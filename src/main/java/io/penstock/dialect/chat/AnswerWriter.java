package io.penstock.dialect.chat;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Part;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer. Texts are joined; which stop sequence ended it has no place. */
final class AnswerWriter {
    private AnswerWriter() {}

    static Buffer write(ChatAnswer answer, Reply reply) {
        JsonWriter out = new JsonWriter(1024);
        out.object()
                .put("id", id(answer.id(), reply))
                .put("object", "chat.completion")
                .put("created", reply.createdSeconds())
                .put("model", reply.model())
                .array("choices");
        for (int index = 0; index < answer.choices().size(); index++) {
            choice(index, answer.choices().get(index), out);
        }
        out.endArray();
        if (answer.usage().reported()) {
            Usages.write(answer.usage(), out);
        }
        return out.endObject().toBuffer();
    }

    /** The provider's id, or one made for this answer. */
    static String id(String given, Reply reply) {
        return given.isEmpty() ? "chatcmpl-" + reply.id() : given;
    }

    private static void choice(int index, ChatAnswer.Choice choice, JsonWriter out) {
        List<Part> parts = choice.parts();
        out.object().put("index", (long) index).object("message").put("role", "assistant");
        String text = texts(parts);
        boolean calls = parts.stream().anyMatch(part -> part instanceof Part.ToolUse);
        String refusal = refusal(parts);
        if (text.isEmpty() && (calls || refusal != null)) {
            out.putNull("content");
        } else {
            out.put("content", text);
        }
        if (refusal == null) {
            out.putNull("refusal");
        } else {
            out.put("refusal", refusal);
        }
        Thoughts.write(parts, "reasoning_content", out);
        if (calls) {
            out.array("tool_calls");
            parts.forEach(part -> call(part, out));
            out.endArray();
        }
        out.endObject().putNull("logprobs").put("finish_reason", Finishes.written(choice.finish()));
        out.endObject();
    }

    private static void call(Part part, JsonWriter out) {
        if (part instanceof Part.ToolUse use) {
            out.object().put("id", use.id());
            Calls.body(use, use.arguments(), out);
            Calls.seal(use.signature(), out);
            out.endObject();
        }
    }

    private static String texts(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text more) {
                text.append(more.text());
            }
        }
        return text.toString();
    }

    private static @Nullable String refusal(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Refusal more) {
                text.append(more.text());
            }
        }
        return text.isEmpty() ? null : text.toString();
    }
}
