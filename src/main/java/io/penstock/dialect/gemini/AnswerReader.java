package io.penstock.dialect.gemini;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole {@code GenerateContentResponse}. */
final class AnswerReader {
    private AnswerReader() {}

    static AnswerReading read(Slice body) {
        JsonValue.Obj response = response(body.array(), body.from(), body.to());
        if (response == null) {
            return new AnswerReading.Garbled();
        }
        if (response.has("error")) {
            return new AnswerReading.Failed(response.raw());
        }
        List<ChatAnswer.Choice> choices = choices(response);
        if (choices.isEmpty()) {
            return new AnswerReading.Garbled();
        }
        TokenUsage usage = UsageMetadata.of(response);
        return new AnswerReading.Read(new ChatAnswer(
                response.textOrEmpty("responseId"),
                response.textOrEmpty("modelVersion"),
                choices,
                usage == null ? TokenUsage.UNREPORTED : usage));
    }

    /** The object; the first of an array of objects, in which Google wraps some errors. */
    static JsonValue.@Nullable Obj response(byte[] bytes, int from, int to) {
        return switch (JsonReader.read(bytes, from, to)) {
            case JsonValue.Obj object -> object;
            case JsonValue.Arr array
            when !array.objects().isEmpty() -> array.objects().getFirst();
            case null, default -> null;
        };
    }

    /** Whether the prompt was refused, so that there are no candidates. */
    static boolean isBlocked(JsonValue.Obj response) {
        JsonValue.Obj feedback = response.object("promptFeedback");
        return feedback != null && feedback.has("blockReason");
    }

    private static List<ChatAnswer.Choice> choices(JsonValue.Obj response) {
        List<JsonValue.Obj> candidates = new ArrayList<>(response.objects("candidates"));
        candidates.sort(Comparator.comparingLong(candidate -> candidate.count("index")));
        if (candidates.isEmpty() && isBlocked(response)) {
            return List.of(new ChatAnswer.Choice(List.of(new Part.Text("")), Finish.FILTERED, null));
        }
        List<ChatAnswer.Choice> choices = new ArrayList<>();
        for (JsonValue.Obj candidate : candidates) {
            List<Part> parts = AnswerParts.read(candidate, response.textOrEmpty("responseId"), choices.size(), 0);
            boolean calls = parts.stream().anyMatch(part -> part instanceof Part.ToolUse);
            Finish finish = Finishes.read(candidate.textOrEmpty("finishReason"), calls);
            choices.add(new ChatAnswer.Choice(parts, finish, null));
        }
        return choices;
    }
}
