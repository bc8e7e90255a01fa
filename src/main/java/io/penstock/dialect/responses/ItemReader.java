package io.penstock.dialect.responses;

import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Turn;
import io.penstock.dialect.Mistakes;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items of a conversation. What the assistant said, thought and called in a row is one turn; every output of a
 * tool is a turn of its own.
 */
final class ItemReader {
    private static final String NOT_KEPT =
            "This gateway keeps no responses: send the whole conversation instead of a reference to an item.";

    private final Mistakes mistakes;
    private final ContentReader contents;
    private final List<Turn> turns = new ArrayList<>();
    private final List<Part> said = new ArrayList<>();

    ItemReader(Mistakes mistakes) {
        this.mistakes = mistakes;
        this.contents = new ContentReader(mistakes);
    }

    /** The turns of {@code instructions} and {@code input}. */
    List<Turn> read(@Nullable JsonValue instructions, @Nullable JsonValue input) {
        switch (instructions) {
            case JsonValue.Text text
            when text.length() > 0 -> turns.add(new Turn(Role.SYSTEM, List.of(new Part.Text(text.value()))));
            case JsonValue.Arr items -> items(items, "instructions");
            case null, default -> {}
        }
        switch (input) {
            case JsonValue.Text text -> turns.add(new Turn(Role.USER, List.of(new Part.Text(text.value()))));
            case JsonValue.Arr items -> items(items, "input");
            case null -> mistakes.invalid("input", "The conversation is missing.");
            default -> mistakes.invalid("input", "A text or a list of items is expected.");
        }
        speakerChanges();
        return turns;
    }

    private void items(JsonValue.Arr items, String field) {
        for (int at = 0; at < items.items().size(); at++) {
            String name = field + "." + at;
            if (items.items().get(at) instanceof JsonValue.Obj item) {
                item(item, name);
            } else {
                mistakes.invalid(name, "An item is an object with a type.");
            }
        }
    }

    private void item(JsonValue.Obj item, String field) {
        String given = item.text("type");
        String type = given == null && item.has("role") ? "message" : given == null ? "" : given;
        switch (type) {
            case "message" -> message(item, field);
            case "function_call" -> call(item, field, "arguments", false);
            case "custom_tool_call" -> call(item, field, "input", true);
            case "function_call_output", "custom_tool_call_output" -> output(item, field);
            case "reasoning" -> reasoning(item);
            // Say that the provider looked something up; what it found is in the answer that followed.
            case "web_search_call", "file_search_call", "mcp_list_tools", "tool_search_call", "tool_search_output" -> {}
            case "item_reference" -> mistakes.unsupported(field, NOT_KEPT);
            default ->
                mistakes.unsupported(
                        field, "An item of type '" + type + "' means nothing to the provider that serves this model.");
        }
    }

    private void message(JsonValue.Obj item, String field) {
        String role = item.textOrEmpty("role");
        List<Part> parts = contents.read(item.get("content"), field + ".content");
        switch (role) {
            case "assistant" -> said.addAll(parts);
            case "user" -> turn(Role.USER, parts);
            case "system", "developer" -> turn(Role.SYSTEM, parts);
            default -> mistakes.invalid(field + ".role", "The role is one of user, assistant, system and developer.");
        }
    }

    private void call(JsonValue.Obj item, String field, String input, boolean freeform) {
        String id = item.textOrEmpty("call_id");
        String name = new NamespacedName(item.text("namespace"), item.textOrEmpty("name")).flat();
        if (id.isEmpty() || name.isEmpty()) {
            mistakes.invalid(field + (id.isEmpty() ? ".call_id" : ".name"), "A call has a call_id and a name.");
            return;
        }
        String arguments = item.textOrEmpty(input);
        String whole = arguments.isBlank() && !freeform ? "{}" : arguments;
        said.add(new Part.ToolUse(id, name, whole, freeform, null));
    }

    private void output(JsonValue.Obj item, String field) {
        String id = item.textOrEmpty("call_id");
        if (id.isEmpty()) {
            mistakes.invalid(field + ".call_id", "An output names the call_id it answers.");
            return;
        }
        List<Part> content = contents.read(item.get("output"), field + ".output");
        turn(Role.TOOL, List.of(new Part.ToolResult(id, null, content, false, null)));
    }

    private void reasoning(JsonValue.Obj item) {
        Part thought = thought(item);
        if (thought != null) {
            said.add(thought);
        }
    }

    /** What a reasoning item says; {@code null} where it says nothing. */
    static @Nullable Part thought(JsonValue.Obj item) {
        String summary = texts(item, "summary");
        String text = summary.isEmpty() ? texts(item, "content") : summary;
        Signature signature = Seals.read(item.text("encrypted_content"), Signature.OPENAI);
        if (text.isEmpty()) {
            return signature == null ? null : new Part.HiddenThinking(signature);
        }
        return new Part.Thinking(text, signature);
    }

    private static String texts(JsonValue.Obj item, String member) {
        return item.objects(member).stream()
                .map(part -> part.textOrEmpty("text"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    private void turn(Role role, List<Part> parts) {
        speakerChanges();
        turns.add(new Turn(role, parts));
    }

    private void speakerChanges() {
        if (!said.isEmpty()) {
            turns.add(new Turn(Role.ASSISTANT, said));
            said.clear();
        }
    }
}
