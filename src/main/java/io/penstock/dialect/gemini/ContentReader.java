package io.penstock.dialect.gemini;

import io.penstock.chat.Leftover;
import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.chat.Turn;
import io.penstock.dialect.Mistakes;
import io.penstock.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code systemInstruction} and {@code contents} into turns. Results of tools, which Gemini has in the user's
 * contents, become turns of their own. Owned by one reading.
 */
final class ContentReader {
    private static final Set<String> CONTENT = Set.of("role", "parts");
    private static final Set<String> PART = Set.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult",
            "toolCall",
            "toolResponse",
            "thought",
            "thoughtSignature",
            "mediaResolution",
            "videoMetadata",
            "partMetadata");
    private static final Set<String> CALL = Set.of("id", "name", "args");
    private static final List<String> NOT_ELSEWHERE =
            List.of("executableCode", "codeExecutionResult", "toolCall", "toolResponse");

    private final Mistakes mistakes;
    private final List<Leftover> leftovers;
    private final List<Turn> turns = new ArrayList<>();
    private final OpenCalls calls = new OpenCalls();
    private final List<Part> parts = new ArrayList<>();
    private Role role = Role.USER;

    ContentReader(Mistakes mistakes, List<Leftover> leftovers) {
        this.mistakes = mistakes;
        this.leftovers = leftovers;
    }

    List<Turn> read(Fields request) {
        if (request.get("systemInstruction") instanceof JsonValue.Text text) {
            turns.add(new Turn(Role.SYSTEM, List.of(new Part.Text(text.value()))));
        } else {
            system(request.inside("systemInstruction"));
        }
        List<Fields> contents = request.objects("contents");
        if (contents.isEmpty()) {
            mistakes.add("contents", "missing_required_parameter", "contents is not specified");
        }
        contents.forEach(this::takeIds);
        for (Fields content : contents) {
            content.only(CONTENT);
            Role speaker = speaker(content);
            for (Fields part : content.objects("parts")) {
                part(part.only(PART), speaker);
            }
            flush();
        }
        return turns;
    }

    private void system(@Nullable Fields instruction) {
        if (instruction == null) {
            return;
        }
        role = Role.SYSTEM;
        for (Fields part : instruction.only(CONTENT).objects("parts")) {
            String text = part.only(PART).text("text");
            if (text == null) {
                mistakes.invalid(part.path(), "System instructions are texts.");
            } else if (!text.isEmpty()) {
                parts.add(new Part.Text(text));
            }
        }
        flush();
    }

    private void takeIds(Fields content) {
        for (JsonValue.Obj part : content.object().objects("parts")) {
            JsonValue.Obj call = part.object("functionCall");
            calls.taken(call == null ? "" : call.textOrEmpty("id"));
        }
    }

    private Role speaker(Fields content) {
        return switch (content.textOrEmpty("role")) {
            case "", "user", "function" -> Role.USER;
            case "model" -> Role.ASSISTANT;
            default -> {
                mistakes.invalid(content.at("role"), "Please use a valid role: user, model.");
                yield Role.USER;
            }
        };
    }

    private void part(Fields part, Role speaker) {
        if (part.has("functionResponse")) {
            as(Role.TOOL);
            result(part);
            return;
        }
        as(speaker);
        if (part.has("functionCall")) {
            call(part, speaker);
        } else if (part.has("text")) {
            text(part);
        } else if (part.has("inlineData") || part.has("fileData")) {
            Part media = MediaReader.read(part);
            if (media != null) {
                parts.add(media);
            }
            leftover(part, "videoMetadata", false);
        } else {
            refuse(part);
        }
        leftover(part, "mediaResolution", true);
        leftover(part, "partMetadata", true);
    }

    private void refuse(Fields part) {
        for (String name : NOT_ELSEWHERE) {
            if (part.has(name)) {
                mistakes.unsupported(part.at(name), part.at(name) + " cannot be translated for this model's provider.");
            }
        }
        if (!part.has("thoughtSignature")) {
            mistakes.invalid(part.path(), "A part must have one data field.");
            return;
        }
        parts.add(new Part.Thinking("", signature(part)));
    }

    private void text(Fields part) {
        String text = part.textOrEmpty("text");
        Signature signature = signature(part);
        if (Boolean.TRUE.equals(part.flag("thought"))) {
            parts.add(new Part.Thinking(text, signature));
            return;
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
        if (signature != null) {
            parts.add(new Part.Thinking("", signature));
        }
    }

    private static @Nullable Signature signature(Fields part) {
        String data = part.text("thoughtSignature");
        boolean seal = data != null && !data.isEmpty() && !data.equals(ContentWriter.NO_SIGNATURE);
        return data == null || !seal ? null : new Signature(Signature.GOOGLE, data);
    }

    private void call(Fields part, Role speaker) {
        Fields call = part.inside("functionCall");
        if (call == null) {
            return;
        }
        String name = call.only(CALL).textOrEmpty("name");
        if (speaker != Role.ASSISTANT) {
            mistakes.invalid(call.path(), "Function calls belong into a content of the role model.");
        }
        if (name.isEmpty()) {
            mistakes.missing(call.at("name"));
        }
        call.inside("args");
        Slice args = call.raw("args");
        String id = calls.begun(call.text("id"), name);
        parts.add(new Part.ToolUse(id, name, args == null ? "{}" : args.text(), false, signature(part)));
    }

    private void result(Fields part) {
        Fields response = part.inside("functionResponse");
        if (response == null) {
            return;
        }
        String name = response.textOrEmpty("name");
        String id = calls.answered(response.text("id"), name);
        if (id == null) {
            mistakes.invalid(response.path(), "No function call waits for this function response.");
            return;
        }
        parts.add(ResultReader.read(response, id, name));
        leftover(response, "scheduling", true);
        leftover(response, "willContinue", true);
    }

    private void leftover(Fields fields, String name, boolean harmless) {
        Slice value = fields.raw(name);
        if (value != null) {
            leftovers.add(new Leftover(fields.at(name), value, harmless));
        }
    }

    private void as(Role next) {
        if (role != next) {
            flush();
        }
        role = next;
    }

    private void flush() {
        if (!parts.isEmpty()) {
            turns.add(new Turn(role, parts));
        }
        parts.clear();
    }
}
