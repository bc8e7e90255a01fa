package io.penstock.dialect.chat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Slice;
import io.penstock.dialect.EventReader;
import io.penstock.dialect.OpenAiAnswers;
import io.penstock.dialect.OpenAiUsage;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a provider's chunks. Owned by one stream; holds a few numbers for each choice and call. */
final class ChunkReader implements EventReader {
    /** Choices told apart, as OpenAI bounds {@code n}; chunks of others are passed over. */
    static final int CHOICES_MAX = 128;

    private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Map<Integer, ChoiceReader> choices = new TreeMap<>();
    private String id = "";
    private boolean begun;
    private boolean over;

    @Override
    public boolean read(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        if (isDone(bytes, from, to)) {
            ended(sink);
            return true;
        }
        boolean failed = OpenAiAnswers.isError(bytes, from, to);
        JsonValue value = JsonReader.read(bytes, from, to);
        if (failed && value != null && !isOnlyFinish(value)) {
            failed(bytes, from, to, sink);
            return true;
        }
        if (!(value instanceof JsonValue.Obj chunk)) {
            return false;
        }
        JsonValue.Obj groq = chunk.object("x_groq");
        if (groq != null && groq.has("error")) {
            failed(bytes, from, to, sink);
        } else if (!over) {
            chunk(chunk, sink);
        }
        return true;
    }

    /** A finish reason that names a failure is told as such, by {@link Finishes}; all other failures are errors. */
    private static boolean isOnlyFinish(JsonValue value) {
        return value instanceof JsonValue.Obj chunk && !chunk.has("error") && !"error".equals(chunk.text("object"));
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        return to - from >= DONE.length && Arrays.equals(bytes, from, from + DONE.length, DONE, 0, DONE.length);
    }

    private void failed(byte[] bytes, int from, int to, Consumer<ChatEvent> sink) {
        if (!over) {
            over = true;
            sink.accept(new ChatEvent.Failed(new Slice(Arrays.copyOfRange(bytes, from, to), 0, to - from)));
        }
    }

    private void ended(Consumer<ChatEvent> sink) {
        if (!over) {
            over = true;
            sink.accept(new ChatEvent.Ended());
        }
    }

    private void chunk(JsonValue.Obj chunk, Consumer<ChatEvent> sink) {
        TokenUsage usage = usage(chunk);
        begin(chunk, usage != null, sink);
        int position = 0;
        for (JsonValue.Obj choice : chunk.objects("choices")) {
            Long given = choice.integer("index");
            long index = given == null ? position : given;
            position++;
            if (index >= 0 && index < CHOICES_MAX) {
                choices.computeIfAbsent((int) index, number -> new ChoiceReader(number, id))
                        .read(choice, sink);
            }
        }
        if (usage != null) {
            sink.accept(new ChatEvent.Used(usage));
        }
    }

    /** Azure's first chunk says nothing, not even its id, so the answer begins with the first one that does. */
    private void begin(JsonValue.Obj chunk, boolean used, Consumer<ChatEvent> sink) {
        String given = chunk.textOrEmpty("id");
        boolean speaks = used || !given.isEmpty() || !chunk.objects("choices").isEmpty();
        if (!begun && speaks) {
            begun = true;
            id = given;
            sink.accept(new ChatEvent.Begun(given, chunk.textOrEmpty("model")));
        }
    }

    /** At the top, in {@code x_groq}, or in a choice (Moonshot). */
    private static @Nullable TokenUsage usage(JsonValue.Obj chunk) {
        JsonValue.Obj groq = chunk.object("x_groq");
        boolean reported = chunk.object("usage") != null || groq != null && groq.object("usage") != null;
        for (JsonValue.Obj choice : chunk.objects("choices")) {
            reported |= choice.object("usage") != null;
        }
        Slice raw = chunk.raw();
        return reported ? OpenAiUsage.in(raw.array(), raw.from(), raw.to()) : null;
    }

    @Override
    public void end(Consumer<ChatEvent> sink) {
        if (!choices.isEmpty() && choices.values().stream().allMatch(ChoiceReader::finished)) {
            ended(sink);
        }
    }
}
