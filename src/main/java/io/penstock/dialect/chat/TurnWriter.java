package io.penstock.dialect.chat;

import io.penstock.chat.ChatRequest;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Turn;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Quirk;
import io.penstock.dialect.Writing;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code messages}. Tool messages hold text only, so what else a tool returned follows in a message of the user,
 * behind the last tool message of that turn.
 */
final class TurnWriter {
    private static final String FAILED = "Error: ";

    private final ChatRequest request;
    private final Writing writing;
    private final JsonWriter out;
    private final PartWriter parts;
    private final List<Part> shown = new ArrayList<>();

    TurnWriter(ChatRequest request, Writing writing, Mistakes mistakes, JsonWriter out) {
        this.request = request;
        this.writing = writing;
        this.out = out;
        this.parts = new PartWriter(writing, mistakes, out);
    }

    void write() {
        out.array("messages");
        List<Turn> turns = request.turns();
        for (int index = 0; index < turns.size(); index++) {
            Turn turn = turns.get(index);
            String path = "messages." + index;
            if (turn.role() != Role.TOOL) {
                show(path);
            }
            switch (turn.role()) {
                case SYSTEM -> said("system", turn, path);
                case USER -> said("user", turn, path);
                case ASSISTANT -> assistant(turn, path);
                case TOOL -> results(turn);
            }
        }
        show("messages." + turns.size());
        out.endArray();
    }

    private void said(String role, Turn turn, String path) {
        message(role, turn.name());
        parts.content(turn.parts(), path + ".content");
        out.endObject();
    }

    private void message(String role, @Nullable String name) {
        out.object().put("role", role);
        if (!writing.has(Quirk.RANDOM_SEED)) {
            // Mistral refuses fields it does not know, and knows no names.
            out.put("name", name);
        }
    }

    private void assistant(Turn turn, String path) {
        List<Part> said = new ArrayList<>();
        List<Part.ToolUse> uses = new ArrayList<>();
        StringBuilder refusal = new StringBuilder();
        for (Part part : turn.parts()) {
            switch (part) {
                case Part.ToolUse use -> uses.add(use);
                case Part.Refusal refused -> refusal.append(refused.text());
                case Part.Thinking thinking -> {}
                case Part.HiddenThinking hidden -> {}
                default -> said.add(part);
            }
        }
        boolean speaks = !said.isEmpty() || !uses.isEmpty() || !refusal.isEmpty();
        if (!speaks && !turn.parts().isEmpty() && !writesThoughts()) {
            return;
        }
        message("assistant", turn.name());
        if (said.isEmpty() && speaks) {
            out.putNull("content");
        } else {
            parts.content(said, path + ".content");
        }
        out.put("refusal", refusal.isEmpty() ? null : refusal.toString());
        thoughts(turn);
        if (!uses.isEmpty()) {
            out.array("tool_calls");
            uses.forEach(this::call);
            out.endArray();
        }
        out.endObject();
    }

    private boolean writesThoughts() {
        return writing.has(Quirk.REASONING_CONTENT)
                || writing.has(Quirk.REASONING)
                || writing.has(Quirk.REASONING_DETAILS);
    }

    private void thoughts(Turn turn) {
        if (writing.has(Quirk.REASONING_DETAILS)) {
            Thoughts.write(turn.parts(), "reasoning", out);
        } else if (writesThoughts()) {
            String text = Thoughts.joined(turn.parts());
            String field = writing.has(Quirk.REASONING_CONTENT) ? "reasoning_content" : "reasoning";
            out.put(field, text.isEmpty() ? null : text);
        }
    }

    private void call(Part.ToolUse use) {
        out.object().put("id", id(use.id()));
        Calls.body(use, use.arguments(), out);
        if (writing.model().contains("gemini")) {
            // Others refuse a field they do not know; Gemini 3 refuses calls without their seals.
            Calls.seal(use.signature(), out);
        }
        out.endObject();
    }

    private void results(Turn turn) {
        for (Part part : turn.parts()) {
            if (part instanceof Part.ToolResult result) {
                result(result);
            }
        }
    }

    private void result(Part.ToolResult result) {
        List<Part> texts = new ArrayList<>();
        List<Part> others = new ArrayList<>();
        for (Part part : result.content()) {
            (part instanceof Part.Text ? texts : others).add(part);
        }
        if (result.error()) {
            String first = texts.isEmpty() ? "" : ((Part.Text) texts.removeFirst()).text();
            texts.addFirst(new Part.Text(FAILED + first));
        }
        out.object().put("role", "tool").put("tool_call_id", id(result.id()));
        parts.content(texts, "messages");
        if (writing.has(Quirk.CACHE_CONTROL)) {
            PartWriter.mark(result.cache(), out);
        }
        out.endObject();
        if (!others.isEmpty()) {
            shown.add(new Part.Text("Returned by tool call " + id(result.id()) + ":"));
            shown.addAll(others);
        }
    }

    private void show(String path) {
        if (!shown.isEmpty()) {
            out.object().put("role", "user");
            parts.content(shown, path + ".content");
            out.endObject();
            shown.clear();
        }
    }

    private String id(String id) {
        return writing.has(Quirk.SHORT_TOOL_IDS) ? ShortIds.of(id) : id;
    }
}
