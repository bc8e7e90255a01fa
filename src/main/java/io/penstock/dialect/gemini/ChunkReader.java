package io.penstock.dialect.gemini;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.dialect.EventReader;
import io.penstock.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the chunks of {@code streamGenerateContent?alt=sse}. Gemini has no closing event: the answer is whole when every
 * candidate has its finish reason. Owned by one stream.
 */
final class ChunkReader implements EventReader {
    private static final int CHOICES_MAX = 128;

    private final Map<Integer, Choice> choices = new TreeMap<>();
    private String id = "";
    private boolean begun;
    private boolean failed;

    private static final class Choice {
        int calls;
        boolean finished;
    }

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        JsonValue.Obj chunk = AnswerReader.response(bytes, from, to);
        if (chunk == null) {
            return false;
        }
        if (failed) {
            return true;
        }
        if (chunk.has("error")) {
            failed = true;
            sink.accept(new ChatEvent.Failed(chunk.raw()));
            return true;
        }
        begin(chunk, sink);
        TokenUsage usage = UsageMetadata.of(chunk);
        if (usage != null) {
            sink.accept(new ChatEvent.Used(usage));
        }
        for (JsonValue.Obj candidate : chunk.objects("candidates")) {
            long index = candidate.count("index");
            if (index < CHOICES_MAX) {
                candidate((int) index, candidate, sink);
            }
        }
        if (choices.isEmpty() && AnswerReader.isBlocked(chunk)) {
            finish(0, new Choice(), "SAFETY", sink);
        }
        return true;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        boolean whole = !choices.isEmpty() && choices.values().stream().allMatch(choice -> choice.finished);
        if (whole && !failed) {
            sink.accept(new ChatEvent.Ended());
        }
    }

    private void begin(JsonValue.Obj chunk, Consumer<ChatEvent> sink) {
        if (!begun) {
            begun = true;
            id = chunk.textOrEmpty("responseId");
            sink.accept(new ChatEvent.Begun(id, chunk.textOrEmpty("modelVersion")));
        }
    }

    private void candidate(int index, JsonValue.Obj candidate, Consumer<ChatEvent> sink) {
        Choice choice = choices.computeIfAbsent(index, _ -> new Choice());
        for (Part part : AnswerParts.read(candidate, id, index, choice.calls)) {
            part(index, choice, part, sink);
        }
        String reason = candidate.textOrEmpty("finishReason");
        if (!reason.isEmpty()) {
            finish(index, choice, reason, sink);
        }
    }

    private void finish(int index, Choice choice, String reason, Consumer<ChatEvent> sink) {
        choices.put(index, choice);
        if (!choice.finished) {
            choice.finished = true;
            sink.accept(new ChatEvent.Finished(index, Finishes.read(reason, choice.calls > 0), null));
        }
    }

    /** What comes behind the finish reason, an empty text in most cases, is too late. */
    private static void part(int index, Choice choice, Part part, Consumer<ChatEvent> sink) {
        if (choice.finished) {
            return;
        }
        switch (part) {
            case Part.Text text -> sink.accept(new ChatEvent.TextAdded(index, text.text()));
            case Part.Thinking thinking -> {
                if (!thinking.text().isEmpty()) {
                    sink.accept(new ChatEvent.ThinkingAdded(index, thinking.text()));
                }
                signed(index, thinking.signature(), sink);
            }
            case Part.ToolUse use -> {
                int tool = choice.calls++;
                sink.accept(new ChatEvent.ToolBegun(index, tool, use.id(), use.name(), false, use.signature()));
                if (!use.arguments().equals("{}")) {
                    sink.accept(new ChatEvent.ToolArguments(index, tool, use.arguments()));
                }
            }
            // AnswerParts reads no others.
            case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> {}
            case Part.HiddenThinking _, Part.Refusal _ -> {}
        }
    }

    private static void signed(int index, @Nullable Signature signature, Consumer<ChatEvent> sink) {
        if (signature != null) {
            sink.accept(new ChatEvent.ThinkingSigned(index, signature));
        }
    }
}
