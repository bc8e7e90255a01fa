package io.penstock.dialect.ollama;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.PastCalls;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code messages}: one text each, its pictures beside it as bare base64, calls with their arguments as objects.
 * A result names its tool, since calls have no ids here. Thoughts that no vendor has sealed go back.
 */
final class OllamaMessages {
    private final ChatRequest request;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    OllamaMessages(ChatRequest request, UnsupportedFields unsupported, JsonWriter json) {
        this.request = request;
        this.unsupported = unsupported;
        this.json = json;
    }

    void write() {
        json.array("messages");
        for (int at = 0; at < request.turns().size(); at++) {
            Turn turn = request.turns().get(at);
            String field = "messages." + at + ".content";
            switch (turn.role()) {
                case SYSTEM -> message("system", null, turn.parts(), field);
                case USER -> message("user", null, turn.parts(), field);
                case ASSISTANT -> message("assistant", null, turn.parts(), field);
                case TOOL -> results(turn.parts(), field);
            }
        }
        json.endArray();
    }

    private void results(List<Part> parts, String field) {
        for (Part part : parts) {
            if (part instanceof Part.ToolResult result) {
                String name = result.name() == null ? request.toolName(result.id()) : result.name();
                message("tool", name, result.content(), field);
            }
        }
    }

    private void message(String role, @Nullable String tool, List<Part> parts, String field) {
        StringBuilder text = new StringBuilder();
        StringBuilder thoughts = new StringBuilder();
        List<Slice> pictures = new ArrayList<>();
        List<Part.ToolUse> calls = new ArrayList<>();
        for (int at = 0; at < parts.size(); at++) {
            String where = field + "." + at;
            switch (parts.get(at)) {
                case Part.Text said -> join(text, said.text());
                case Part.Refusal refusal -> join(text, refusal.text());
                case Part.Thinking thinking -> join(thoughts, thinking.signature() == null ? thinking.text() : "");
                case Part.HiddenThinking _ -> {}
                case Part.ToolUse use -> calls.add(use);
                case Part.Image image -> picture(image.media(), pictures, where);
                case Part.Audio _ -> unsupported.content(where + ".input_audio", "It takes no sound.");
                case Part.Document _ -> unsupported.content(where + ".file", "It takes no documents.");
                case Part.ToolResult _ -> unsupported.content(where, "Results are messages of their own.");
            }
        }
        json.object().put("role", role).put("content", text.toString()).put("tool_name", tool);
        json.put("thinking", thoughts.isEmpty() ? null : thoughts.toString());
        pictures(pictures);
        calls(calls);
        json.endObject();
    }

    private void picture(Media media, List<Slice> pictures, String where) {
        if (media instanceof Media.Inline inline) {
            pictures.add(inline.base64());
        } else {
            unsupported.content(where + ".image_url", "It takes the bytes of pictures, but no links.");
        }
    }

    private void pictures(List<Slice> pictures) {
        if (pictures.isEmpty()) {
            return;
        }
        json.array("images");
        pictures.forEach(json::plainItem);
        json.endArray();
    }

    private void calls(List<Part.ToolUse> calls) {
        if (calls.isEmpty()) {
            return;
        }
        json.array("tool_calls");
        for (Part.ToolUse use : calls) {
            json.object().object("function").put("name", use.name());
            json.raw("arguments", Slice.of(PastCalls.arguments(use)))
                    .endObject()
                    .endObject();
        }
        json.endArray();
    }

    /** With an empty line between two. */
    private static void join(StringBuilder joined, String text) {
        if (!text.isEmpty()) {
            joined.append(joined.isEmpty() ? "" : "\n\n").append(text);
        }
    }
}
