package io.penstock.dialect.chat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.dialect.OpenAiAnswers;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a provider's whole answer. What is not in the canonical answer is dropped: {@code logprobs}, {@code annotations},
 * {@code audio}, {@code system_fingerprint}, {@code service_tier}.
 */
final class AnswerReader {
    private AnswerReader() {}

    static AnswerReading read(Slice body) {
        if (OpenAiAnswers.isError(body.array(), body.from(), body.to())) {
            return new AnswerReading.Failed(body);
        }
        JsonValue.Obj object = JsonReader.object(body);
        if (object == null || !(object.get("choices") instanceof JsonValue.Arr array)) {
            return new AnswerReading.Garbled();
        }
        String id = object.textOrEmpty("id");
        List<ChatAnswer.Choice> choices = new ArrayList<>();
        for (JsonValue.Obj choice : array.objects()) {
            choices.add(choice(choice, id));
        }
        TokenUsage usage = OpenAiAnswers.usage(body.array(), body.from(), body.to());
        return new AnswerReading.Read(new ChatAnswer(
                id, object.textOrEmpty("model"), choices, usage == null ? TokenUsage.UNREPORTED : usage));
    }

    private static ChatAnswer.Choice choice(JsonValue.Obj choice, String answerId) {
        JsonValue.Obj message = choice.object("message");
        List<Part> parts = new ArrayList<>();
        if (message != null) {
            parts.addAll(Thoughts.read(message));
            content(message, parts);
            String refusal = message.textOrEmpty("refusal");
            if (!refusal.isEmpty()) {
                parts.add(new Part.Refusal(refusal));
            }
            calls(message, answerId, parts);
        }
        boolean calls = parts.stream().anyMatch(part -> part instanceof Part.ToolUse);
        return new ChatAnswer.Choice(
                parts, Finishes.read(choice.textOrEmpty("finish_reason"), calls), choice.text("stop_reason"));
    }

    /** A text, or Mistral's array of texts and thoughts. */
    private static void content(JsonValue.Obj message, List<Part> parts) {
        String text = message.textOrEmpty("content");
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        for (JsonValue.Obj piece : message.objects("content")) {
            if ("thinking".equals(piece.text("type"))) {
                parts.addAll(Thoughts.mistral(piece));
            } else if (!piece.textOrEmpty("text").isEmpty()) {
                parts.add(new Part.Text(piece.textOrEmpty("text")));
            }
        }
    }

    private static void calls(JsonValue.Obj message, String answerId, List<Part> parts) {
        List<CallReader> calls = new ArrayList<>();
        message.objects("tool_calls").forEach(call -> calls.add(CallReader.of(call)));
        JsonValue.Obj legacy = message.object("function_call");
        if (legacy != null) {
            calls.add(CallReader.legacy(legacy));
        }
        for (int index = 0; index < calls.size(); index++) {
            CallReader call = calls.get(index);
            parts.add(call.use(call.id().isEmpty() ? madeUp(answerId, index) : call.id()));
        }
    }

    /** An id for a call that has none, unlike those of other answers: from the answer's own. */
    static String madeUp(String answerId, int index) {
        StringBuilder id = new StringBuilder("call_");
        for (int at = 0; at < answerId.length() && id.length() < 40; at++) {
            char c = answerId.charAt(at);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
                id.append(c);
            }
        }
        return id.append('_').append(index).toString();
    }
}
