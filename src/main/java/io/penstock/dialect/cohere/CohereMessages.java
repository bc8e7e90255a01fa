package io.penstock.dialect.cohere;

import io.penstock.chat.Media;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Turn;
import io.penstock.dialect.DataUrl;
import io.penstock.dialect.PastCalls;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.json.JsonWriter;
import java.util.List;

/**
 * Writes {@code messages}. Content is a list where there is a picture or a thought in it, else one text. Thoughts go back
 * to models that think, unless another vendor has sealed them.
 */
final class CohereMessages {
    private final boolean thinks;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;

    CohereMessages(String model, UnsupportedFields unsupported, JsonWriter json) {
        this.thinks = model.contains("reasoning");
        this.unsupported = unsupported;
        this.json = json;
    }

    void write(List<Turn> turns) {
        json.array("messages");
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            switch (turn.role()) {
                case SYSTEM -> message("system", turn, "messages." + at);
                case USER -> message("user", turn, "messages." + at);
                case ASSISTANT -> message("assistant", turn, "messages." + at);
                case TOOL -> results(turn, "messages." + at);
            }
        }
        json.endArray();
    }

    private void results(Turn turn, String field) {
        for (int at = 0; at < turn.parts().size(); at++) {
            if (turn.parts().get(at) instanceof Part.ToolResult result) {
                json.object().put("role", "tool").put("tool_call_id", result.id());
                json.put("content", text(result.content(), field + ".content"));
                json.endObject();
            }
        }
    }

    /** An assistant's message with calls may have no content; one with neither is left out, since it says nothing. */
    private void message(String role, Turn turn, String field) {
        List<Part> parts = turn.parts();
        boolean calls = parts.stream().anyMatch(part -> part instanceof Part.ToolUse);
        boolean speaks = parts.stream().anyMatch(this::isWritten);
        if (turn.role() == Role.ASSISTANT && !calls && !speaks) {
            return;
        }
        json.object().put("role", role);
        if (parts.stream().anyMatch(this::needsList)) {
            list(parts, field + ".content");
        } else if (speaks || !calls) {
            json.put("content", text(parts, field + ".content"));
        }
        if (calls) {
            calls(parts);
        }
        json.endObject();
    }

    private boolean isWritten(Part part) {
        return switch (part) {
            case Part.Text text -> !text.text().isEmpty();
            case Part.Refusal refusal -> !refusal.text().isEmpty();
            case Part.ToolUse _, Part.HiddenThinking _ -> false;
            case Part.Thinking thinking -> isOwn(thinking);
            case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> true;
        };
    }

    private boolean isOwn(Part.Thinking thinking) {
        return thinks && thinking.signature() == null && !thinking.text().isEmpty();
    }

    private boolean needsList(Part part) {
        return part instanceof Part.Image || (part instanceof Part.Thinking thinking && isOwn(thinking));
    }

    private void calls(List<Part> parts) {
        json.array("tool_calls");
        for (Part part : parts) {
            if (part instanceof Part.ToolUse use) {
                json.object().put("id", use.id()).put("type", "function").object("function");
                json.put("name", use.name()).put("arguments", PastCalls.arguments(use));
                json.endObject().endObject();
            }
        }
        json.endArray();
    }

    private void list(List<Part> parts, String field) {
        json.array("content");
        for (int at = 0; at < parts.size(); at++) {
            switch (parts.get(at)) {
                case Part.Text text -> textItem("text", text.text());
                case Part.Refusal refusal -> textItem("text", refusal.text());
                case Part.Thinking thinking -> {
                    if (isOwn(thinking)) {
                        textItem("thinking", thinking.text());
                    }
                }
                case Part.Image image -> image(image, field + "." + at);
                case Part.ToolUse _, Part.HiddenThinking _ -> {}
                case Part.Audio _, Part.Document _, Part.ToolResult _ -> refuse(parts.get(at), field + "." + at);
            }
        }
        json.endArray();
    }

    private void textItem(String type, String text) {
        if (!text.isEmpty()) {
            json.object().put("type", type).put(type, text).endObject();
        }
    }

    private void image(Part.Image image, String field) {
        json.object().put("type", "image_url").object("image_url");
        switch (image.media()) {
            case Media.Inline inline -> json.plain("url", DataUrl.prefix(inline.type()), inline.base64());
            case Media.Link link -> json.put("url", link.url());
            case Media.Uploaded _ -> unsupported.content(field + ".image_url", "It takes pictures and links to them.");
        }
        json.put("detail", image.detail()).endObject().endObject();
    }

    /** All texts, with an empty line between two. */
    private String text(List<Part> parts, String field) {
        StringBuilder joined = new StringBuilder();
        for (int at = 0; at < parts.size(); at++) {
            switch (parts.get(at)) {
                case Part.Text text -> join(joined, text.text());
                case Part.Refusal refusal -> join(joined, refusal.text());
                case Part.ToolUse _, Part.Thinking _, Part.HiddenThinking _ -> {}
                case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ ->
                    refuse(parts.get(at), field + "." + at);
            }
        }
        return joined.toString();
    }

    private static void join(StringBuilder joined, String text) {
        if (!text.isEmpty()) {
            joined.append(joined.isEmpty() ? "" : "\n\n").append(text);
        }
    }

    private void refuse(Part part, String field) {
        String kind = switch (part) {
            case Part.Audio _ -> ".input_audio";
            case Part.Document _ -> ".file";
            case Part.Image _ -> ".image_url";
            default -> "";
        };
        unsupported.content(field + kind, "It takes text, and pictures in what the user says.");
    }
}
