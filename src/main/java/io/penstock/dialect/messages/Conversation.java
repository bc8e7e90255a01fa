package io.penstock.dialect.messages;

import io.penstock.chat.Part;
import io.penstock.chat.Role;
import io.penstock.chat.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The turns of a call as the API wants them: users and assistants take turns, the user begins, what tools returned stands
 * first in its message, and no text is blank.
 *
 * @param system what the operator says, in order, wherever it stood
 */
record Conversation(List<Part> system, List<Message> messages) {

    /** @param parts never empty */
    record Message(boolean assistant, List<Part> parts) {}

    static Conversation of(List<Turn> turns) {
        List<Part> system = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (Turn turn : turns) {
            List<Part> parts = turn.parts().stream().filter(Conversation::says).toList();
            boolean assistant = turn.role() == Role.ASSISTANT;
            if (turn.role() == Role.SYSTEM) {
                system.addAll(parts);
            } else if (!parts.isEmpty() && !messages.isEmpty() && messages.getLast().assistant == assistant) {
                messages.getLast().parts.addAll(parts);
            } else if (!parts.isEmpty()) {
                messages.add(new Message(assistant, new ArrayList<>(parts)));
            }
        }
        messages.forEach(Conversation::resultsFirst);
        if (!messages.isEmpty() && messages.getLast().assistant) {
            trimEnd(messages);
        }
        if (!messages.isEmpty() && messages.getFirst().assistant) {
            // The API wants a user to begin; a text that is not blank is the least it takes.
            messages.addFirst(new Message(false, List.of(new Part.Text("."))));
        }
        return new Conversation(system, messages);
    }

    private static boolean says(Part part) {
        return switch (part) {
            case Part.Text text -> !text.text().isBlank();
            case Part.Refusal refusal -> !refusal.text().isBlank();
            case Part.Thinking thinking -> BlockWriter.isOurs(thinking.signature());
            case Part.HiddenThinking hidden -> BlockWriter.isOurs(hidden.signature());
            default -> true;
        };
    }

    private static void resultsFirst(Message message) {
        if (!message.assistant) {
            List<Part> sorted = new ArrayList<>(message.parts);
            sorted.removeIf(part -> !(part instanceof Part.ToolResult));
            message.parts.removeIf(part -> part instanceof Part.ToolResult);
            message.parts.addAll(0, sorted);
        }
    }

    /** A text that the model is to go on with must not end in white space. */
    private static void trimEnd(List<Message> messages) {
        List<Part> parts = messages.getLast().parts;
        if (parts.getLast() instanceof Part.Text text) {
            parts.set(parts.size() - 1, new Part.Text(text.text().stripTrailing(), text.cache()));
        }
    }
}
