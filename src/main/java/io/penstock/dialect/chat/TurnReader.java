package io.penstock.dialect.chat;

import io.penstock.chat.Leftover;
import io.penstock.chat.Part;
import io.penstock.chat.Part.CacheMark;
import io.penstock.chat.Role;
import io.penstock.chat.Turn;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code messages}. One message is one turn. What the assistant's messages hold comes in the order thoughts, texts,
 * refusal, calls. Of members that nobody knows nothing is kept.
 */
final class TurnReader {
    private final Fields body;
    private final List<Leftover> leftovers;
    private final List<Turn> turns = new ArrayList<>();

    /** The id made up for the last legacy {@code function_call}, until its result came. */
    private @Nullable String legacyId;

    private TurnReader(Fields body, List<Leftover> leftovers) {
        this.body = body;
        this.leftovers = leftovers;
    }

    static List<Turn> read(Fields body, List<Leftover> leftovers) {
        if (!body.has("messages")) {
            body.mistakes().missing("messages");
        }
        List<JsonValue> messages = body.items("messages");
        TurnReader reader = new TurnReader(body, leftovers);
        for (int index = 0; index < messages.size(); index++) {
            reader.message(body.item("messages", index, messages.get(index)), index);
        }
        return reader.turns;
    }

    private void message(Fields message, int index) {
        String role = message.required("role");
        switch (role) {
            case "developer", "system" -> said(message, Role.SYSTEM);
            case "user" -> said(message, Role.USER);
            case "assistant" -> assistant(message, index);
            case "tool" -> result(message, message.required("tool_call_id"));
            case "function" -> function(message);
            default -> {
                if (!role.isEmpty()) {
                    body.mistakes()
                            .invalidValue(
                                    message.path("role"),
                                    "it must be developer, system, user, assistant, tool or function");
                }
            }
        }
    }

    private void said(Fields message, Role role) {
        required(message);
        turns.add(new Turn(role, message.text("name"), PartReader.content(message, role)));
    }

    private void required(Fields message) {
        if (!message.has("content")) {
            body.mistakes().missing(message.path("content"));
        }
    }

    private void assistant(Fields message, int index) {
        List<Part> parts = new ArrayList<>(Thoughts.read(message.object()));
        parts.addAll(PartReader.content(message, Role.ASSISTANT));
        String refusal = message.text("refusal");
        if (refusal != null && !refusal.isEmpty()) {
            parts.add(new Part.Refusal(refusal));
        }
        List<JsonValue> calls = message.items("tool_calls");
        for (int at = 0; at < calls.size(); at++) {
            parts.add(call(message.item("tool_calls", at, calls.get(at))));
        }
        Fields legacy = message.object("function_call");
        if (legacy != null) {
            legacy.required("name");
            String id = "call_" + index;
            legacyId = id;
            parts.add(CallReader.legacy(legacy.object()).use(id));
        }
        JsonValue audio = message.get("audio");
        if (audio != null) {
            leftovers.add(new Leftover(message.path("audio"), audio.raw(), false));
        }
        if (parts.isEmpty() && audio == null) {
            required(message);
        }
        turns.add(new Turn(Role.ASSISTANT, message.text("name"), parts));
    }

    private Part call(Fields call) {
        CallReader found = CallReader.of(call.object());
        String id = call.required("id");
        Fields named = call.requiredObject(found.freeform() ? "custom" : "function");
        named.required("name");
        String field = found.freeform() ? "input" : "arguments";
        if (!(named.get(field) instanceof JsonValue.Obj)) {
            named.text(field);
        }
        return found.use(id);
    }

    private void function(Fields message) {
        message.required("name");
        String id = legacyId;
        if (id == null) {
            body.mistakes().invalidValue(message.path("role"), "a function message must follow a function_call");
            return;
        }
        legacyId = null;
        result(message, id);
    }

    private void result(Fields message, String id) {
        required(message);
        List<Part> content = PartReader.content(message, Role.TOOL);
        CacheMark mark = PartReader.mark(message);
        Part result = new Part.ToolResult(id, message.text("name"), content, false, mark);
        turns.add(new Turn(Role.TOOL, List.of(result)));
    }
}
