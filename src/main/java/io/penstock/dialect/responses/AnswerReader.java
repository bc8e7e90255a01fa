package io.penstock.dialect.responses;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.dialect.AnswerReading;
import io.penstock.json.JsonReader;
import io.penstock.json.JsonValue;
import io.penstock.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a whole response. */
final class AnswerReader {
    private AnswerReader() {}

    static AnswerReading read(Slice json) {
        JsonValue.Obj body = JsonReader.object(json);
        if (body == null) {
            return new AnswerReading.Garbled();
        }
        if (body.has("error") || isFailed(body.textOrEmpty("status"))) {
            JsonValue error = body.get("error");
            JsonWriter out = new JsonWriter().object();
            out.raw("error", error == null ? unnamed(body) : error.raw()).endObject();
            return new AnswerReading.Failed(out.toSlice());
        }
        if (!(body.get("output") instanceof JsonValue.Arr output)) {
            return new AnswerReading.Garbled();
        }
        List<Part> parts = new ArrayList<>();
        for (JsonValue.Obj item : output.objects()) {
            item(item, parts);
        }
        TokenUsage usage = ResponsesUsage.of(body);
        return new AnswerReading.Read(new ChatAnswer(
                body.textOrEmpty("id"),
                body.textOrEmpty("model"),
                List.of(new ChatAnswer.Choice(parts, finish(body, parts), null)),
                usage == null ? TokenUsage.UNREPORTED : usage));
    }

    /** Whether a response of this status is none. */
    static boolean isFailed(String status) {
        return status.equals("failed") || status.equals("cancelled");
    }

    /** The error of a response that failed but does not say how. */
    static Slice unnamed(JsonValue.Obj response) {
        String status = response.textOrEmpty("status");
        return new JsonWriter()
                .object()
                .put("code", "server_error")
                .put("message", "The response is " + (status.isEmpty() ? "failed" : status) + ".")
                .endObject()
                .toSlice();
    }

    private static Finish finish(JsonValue.Obj response, List<Part> parts) {
        return finish(
                response,
                parts.stream().anyMatch(Part.ToolUse.class::isInstance),
                parts.stream().anyMatch(Part.Refusal.class::isInstance));
    }

    /** Why a response ended in which tools were called, or the model declined. */
    static Finish finish(JsonValue.Obj response, boolean called, boolean refused) {
        JsonValue.Obj details = response.object("incomplete_details");
        String reason = details == null ? "" : details.textOrEmpty("reason");
        if (reason.equals("content_filter")) {
            return Finish.FILTERED;
        }
        if (!reason.isEmpty() || "incomplete".equals(response.text("status"))) {
            return Finish.LENGTH;
        }
        return refused ? Finish.FILTERED : called ? Finish.TOOLS : Finish.STOP;
    }

    /** Appends what an output item holds; nothing for what no other dialect knows. */
    static void item(JsonValue.Obj item, List<Part> parts) {
        switch (item.textOrEmpty("type")) {
            case "message" -> {
                for (JsonValue.Obj part : item.objects("content")) {
                    String text = part.textOrEmpty("text");
                    String refusal = part.textOrEmpty("refusal");
                    if (!text.isEmpty()) {
                        parts.add(new Part.Text(text));
                    }
                    if (!refusal.isEmpty()) {
                        parts.add(new Part.Refusal(refusal));
                    }
                }
            }
            case "function_call", "custom_tool_call" -> parts.add(call(item));
            case "reasoning" -> {
                Part thought = ItemReader.thought(item);
                if (thought != null) {
                    parts.add(thought);
                }
            }
            default -> {}
        }
    }

    /** A call; a provider that names no {@code call_id} gets the item's own id back. */
    static Part.ToolUse call(JsonValue.Obj item) {
        boolean freeform = item.textOrEmpty("type").equals("custom_tool_call");
        String given = item.textOrEmpty("call_id");
        String own = item.textOrEmpty("id");
        String id = !given.isEmpty() ? given : own.isEmpty() ? "call_" + item.textOrEmpty("name") : own;
        String input = item.textOrEmpty(freeform ? "input" : "arguments");
        return new Part.ToolUse(
                id, item.textOrEmpty("name"), !freeform && input.isBlank() ? "{}" : input, freeform, null);
    }

    /** Whether a whole answer is an error in spite of its status. */
    static boolean isError(byte[] bytes, int from, int to) {
        try (JsonParser parser = JsonReader.parser(bytes, from, to)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean error = name.equals("error") && value != JsonToken.VALUE_NULL;
                if (error || name.equals("status") && isFailed(text(parser, value))) {
                    return true;
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private static String text(JsonParser parser, @Nullable JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING ? parser.getText() : "";
    }
}
