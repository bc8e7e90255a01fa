package io.penstock.dialect.messages;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.ApiError;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Reply;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer: the first of its choices, since the dialect knows one. One that failed is written as an error. */
final class AnswerWriter {
    private static final ApiError FAILED =
            ApiError.upstream(502, "provider_failed", "The provider gave up in the middle of its answer.");

    private AnswerWriter() {}

    static Buffer write(ChatAnswer answer, Reply reply) {
        ChatAnswer.Choice choice = answer.choices().isEmpty()
                ? new ChatAnswer.Choice(List.of(), Finish.STOP, null)
                : answer.choices().getFirst();
        if (choice.finish() == Finish.FAILED) {
            return Errors.body(FAILED);
        }
        JsonWriter out = new JsonWriter(1024);
        begin(answer.id(), reply, out.object()).array("content");
        for (Part part : choice.parts()) {
            block(part, out);
        }
        out.endArray().put("stop_reason", StopReasons.written(choice.finish(), choice.stopSequence()));
        stopSequence(choice.stopSequence(), out);
        out.object("usage");
        UsageCount.write(answer.usage(), out);
        return out.endObject().endObject().toBuffer();
    }

    /** Writes a message's members up to its content. */
    static JsonWriter begin(String id, Reply reply, JsonWriter out) {
        return out.put("id", id.isEmpty() ? "msg_" + reply.id() : id)
                .put("type", "message")
                .put("role", "assistant")
                .put("model", reply.model());
    }

    static void stopSequence(@Nullable String sequence, JsonWriter out) {
        if (sequence == null) {
            out.putNull("stop_sequence");
        } else {
            out.put("stop_sequence", sequence);
        }
    }

    private static void block(Part part, JsonWriter out) {
        switch (part) {
            case Part.Text text -> text(text.text(), out);
            case Part.Refusal refusal -> text(refusal.text(), out);
            case Part.Thinking thinking ->
                out.object()
                        .put("type", "thinking")
                        .put("thinking", thinking.text())
                        .put("signature", Seals.written(thinking.signature(), Signature.ANTHROPIC))
                        .endObject();
            case Part.HiddenThinking hidden ->
                out.object()
                        .put("type", "redacted_thinking")
                        .put("data", Seals.written(hidden.signature(), Signature.ANTHROPIC))
                        .endObject();
            case Part.ToolUse use ->
                out.object()
                        .put("type", "tool_use")
                        .put("id", use.id())
                        .put("name", use.name())
                        .raw("input", input(use))
                        .endObject();
            case Part.Image image -> {}
            case Part.Audio audio -> {}
            case Part.Document document -> {}
            case Part.ToolResult result -> {}
        }
    }

    private static void text(String text, JsonWriter out) {
        if (!text.isEmpty()) {
            out.object().put("type", "text").put("text", text).endObject();
        }
    }

    /** Arguments that are cut off or garbled are kept as a text, since the block must hold an object. */
    private static Slice input(Part.ToolUse use) {
        Slice input = BlockWriter.input(use);
        return input == null ? Slice.of(FreeformTools.wrap(use.arguments())) : input;
    }
}
