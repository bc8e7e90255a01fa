package io.penstock.dialect.converse;

import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.PastCalls;
import io.penstock.dialect.UnsupportedFields;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code messages}: neighbours of one role become one message, results of tools are the user's, texts of white
 * space alone (which Bedrock refuses) are left out, and so are thoughts that are not Claude's going back to Claude.
 */
final class ConverseMessages {
    private static final int ID_CHARS_MAX = 64;

    private final Family family;
    private final UnsupportedFields unsupported;
    private final JsonWriter json;
    private final ConverseMedia media;
    private @Nullable String open;

    ConverseMessages(Family family, UnsupportedFields unsupported, JsonWriter json) {
        this.family = family;
        this.unsupported = unsupported;
        this.json = json;
        this.media = new ConverseMedia(unsupported, json);
    }

    void write(List<Turn> turns) {
        json.array("messages");
        for (int at = 0; at < turns.size(); at++) {
            Turn turn = turns.get(at);
            if (turn.role() != Role.SYSTEM) {
                turn(turn, "messages." + at, at == turns.size() - 1);
            }
        }
        if (open != null) {
            json.endArray().endObject();
        }
        json.endArray();
    }

    static void cachePoint(JsonWriter json) {
        json.object().object("cachePoint").put("type", "default").endObject().endObject();
    }

    private void turn(Turn turn, String field, boolean last) {
        String role = turn.role() == Role.ASSISTANT ? "assistant" : "user";
        List<Part> parts = turn.parts();
        for (int at = 0; at < parts.size(); at++) {
            boolean beginsAnswer = last && role.equals("assistant") && at == parts.size() - 1;
            part(role, parts.get(at), field + ".content." + at, beginsAnswer);
        }
    }

    /** @param beginsAnswer whether the model goes on from here; white space at its end is refused then */
    private void part(String role, Part part, String field, boolean beginsAnswer) {
        switch (part) {
            case Part.Text text -> {
                text(role, beginsAnswer ? text.text().stripTrailing() : text.text());
                cache(role, text.cache());
            }
            case Part.Refusal refusal -> text(role, refusal.text());
            case Part.Image image -> {
                begin(role);
                media.image(image, field);
                cache(role, image.cache());
            }
            case Part.Document document -> {
                begin(role);
                media.document(document, field);
                cache(role, document.cache());
            }
            case Part.Audio _ -> unsupported.content(field + ".input_audio", "It takes no sound.");
            case Part.ToolUse use -> toolUse(role, use);
            case Part.ToolResult result -> toolResult(role, result, field);
            case Part.Thinking thinking -> thinking(role, thinking);
            case Part.HiddenThinking hidden -> hidden(role, hidden.signature());
        }
    }

    private void begin(String role) {
        if (role.equals(open)) {
            return;
        }
        if (open != null) {
            json.endArray().endObject();
        }
        json.object().put("role", role).array("content");
        open = role;
    }

    private void text(String role, String text) {
        if (!text.isBlank()) {
            begin(role);
            json.object().put("text", text).endObject();
        }
    }

    private void cache(String role, Part.@Nullable CacheMark mark) {
        if (mark != null && family.isClaudeOrNova() && role.equals(open)) {
            cachePoint(json);
        }
    }

    private void toolUse(String role, Part.ToolUse use) {
        begin(role);
        json.object().object("toolUse").put("toolUseId", id(use.id())).put("name", use.name());
        json.raw("input", Slice.of(PastCalls.arguments(use))).endObject().endObject();
    }

    private void toolResult(String role, Part.ToolResult result, String field) {
        begin(role);
        json.object().object("toolResult").put("toolUseId", id(result.id())).array("content");
        for (int at = 0; at < result.content().size(); at++) {
            String inner = field + ".content." + at;
            switch (result.content().get(at)) {
                case Part.Text text -> {
                    if (!text.text().isBlank()) {
                        json.object().put("text", text.text()).endObject();
                    }
                }
                case Part.Image image -> media.image(image, inner);
                case Part.Document document -> media.document(document, inner);
                default -> unsupported.content(inner, "A tool's result is text, pictures and documents.");
            }
        }
        json.endArray();
        if (family.isClaudeOrNova()) {
            json.put("status", result.error() ? "error" : "success");
        }
        json.endObject().endObject();
        cache(role, result.cache());
    }

    private void thinking(String role, Part.Thinking thinking) {
        Signature seal = thinking.signature();
        if (seal == null || !seal.isOf(Signature.ANTHROPIC) || !family.isClaude()) {
            return;
        }
        begin(role);
        json.object().object("reasoningContent").object("reasoningText");
        json.put("text", thinking.text()).put("signature", seal.data());
        json.endObject().endObject().endObject();
    }

    private void hidden(String role, Signature seal) {
        if (seal.isOf(Signature.ANTHROPIC) && family.isClaude()) {
            begin(role);
            json.object().object("reasoningContent").put("redactedContent", seal.data());
            json.endObject().endObject();
        }
    }

    /** Letters, digits, {@code _} and {@code -}, at most 64. What is changed keeps its difference to others in a number. */
    private static String id(String id) {
        StringBuilder clean = new StringBuilder(id.length());
        for (int at = 0; at < id.length(); at++) {
            char c = id.charAt(at);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            clean.append(allowed || c == '-' || c == '_' ? c : '_');
        }
        if (clean.length() <= ID_CHARS_MAX && clean.toString().equals(id)) {
            return id;
        }
        clean.setLength(Math.min(clean.length(), ID_CHARS_MAX - 9));
        return clean + "_" + Integer.toHexString(id.hashCode());
    }
}
