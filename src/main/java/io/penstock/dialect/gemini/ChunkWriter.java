package io.penstock.dialect.gemini;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer as chunks, each a whole {@code GenerateContentResponse}. Calls are held until they are whole, since
 * Gemini has them in one piece; finish reasons are held until the stream has ended, since they are how a reader knows
 * that it has all, and go out together with the usage. Owned by one stream.
 */
final class ChunkWriter implements EventWriter {
    private final Reply reply;
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private String id;
    private @Nullable TokenUsage usage;

    private static final class Choice {
        final Map<Integer, Call> calls = new TreeMap<>();
        boolean thinks;

        @Nullable
        String malformed;

        @Nullable
        Finish finish;
    }

    private record Call(ChatEvent.ToolBegun begun, StringBuilder arguments) {
        Part.ToolUse whole() {
            return new Part.ToolUse(
                    begun.id(), begun.name(), arguments.toString(), begun.freeform(), begun.signature());
        }
    }

    ChunkWriter(Reply reply) {
        this.reply = reply;
        this.id = reply.id();
    }

    @Override
    public void write(ChatEvent event, JsonWriter out) {
        switch (event) {
            case ChatEvent.Begun begun -> id = begun.id().isEmpty() ? id : begun.id();
            case ChatEvent.TextAdded(int index, String text) -> text(index, text, false, null, out);
            case ChatEvent.RefusalAdded(int index, String text) -> text(index, text, false, null, out);
            case ChatEvent.ThinkingAdded(int index, String text) -> text(index, text, true, null, out);
            case ChatEvent.ThinkingSigned(int index, Signature signature) -> {
                if (signature.isOf(Signature.GOOGLE)) {
                    text(index, "", choice(index).thinks, signature, out);
                }
            }
            // Another vendor's encrypted thoughts.
            case ChatEvent.ThinkingHidden _ -> {}
            case ChatEvent.ToolBegun begun ->
                choice(begun.choice()).calls.put(begun.tool(), new Call(begun, new StringBuilder()));
            case ChatEvent.ToolArguments(int index, int tool, String json) -> {
                Call call = choice(index).calls.get(tool);
                if (call != null) {
                    call.arguments.append(json);
                }
            }
            case ChatEvent.Finished finished -> {
                calls(finished.choice(), out);
                choice(finished.choice()).finish = finished.finish();
            }
            case ChatEvent.Used used -> usage = used.usage();
            case ChatEvent.Ended _ -> ended(out);
            // The gateway tells of failures itself.
            case ChatEvent.Failed _ -> {}
        }
    }

    private Choice choice(int index) {
        return choices.computeIfAbsent(index, _ -> new Choice());
    }

    private void text(int index, String text, boolean thought, @Nullable Signature signature, JsonWriter out) {
        calls(index, out);
        choice(index).thinks = thought;
        chunk(out, () -> {
            CandidateWriter.begin(out);
            CandidateWriter.text(text, thought, signature, out);
            CandidateWriter.end(index, null, null, out);
        });
    }

    /** Writes the calls that are whole: all of them, once something else comes. */
    private void calls(int index, JsonWriter out) {
        Choice choice = choice(index);
        if (choice.calls.isEmpty()) {
            return;
        }
        chunk(out, () -> {
            CandidateWriter.begin(out);
            for (Call call : choice.calls.values()) {
                Part.ToolUse use = call.whole();
                choice.malformed = CandidateWriter.call(use, out) ? choice.malformed : AnswerWriter.malformed(use);
            }
            CandidateWriter.end(index, null, null, out);
        });
        choice.calls.clear();
    }

    private void ended(JsonWriter out) {
        chunk(
                out,
                () -> choices.forEach((index, choice) -> {
                    Finish finish = choice.finish;
                    if (finish != null) {
                        CandidateWriter.begin(out);
                        CandidateWriter.text("", false, null, out);
                        String reason = AnswerWriter.reason(finish, choice.malformed);
                        CandidateWriter.end(index, reason, AnswerWriter.message(finish, choice.malformed), out);
                    }
                }));
    }

    private void chunk(JsonWriter out, Runnable candidates) {
        out.text("data: ").object().array("candidates");
        candidates.run();
        out.endArray();
        if (usage != null) {
            UsageMetadata.write(usage, out);
        }
        out.put("modelVersion", reply.model()).put("responseId", id).endObject().text("\n\n");
    }
}
