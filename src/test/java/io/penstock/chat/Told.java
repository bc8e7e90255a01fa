package io.penstock.chat;

import io.penstock.call.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stream told, put together again.
 *
 * @param answer the whole answer; what was not told is empty
 * @param ended whether the provider said that this is all
 * @param failure the failure it reported; {@code null} where none was
 */
public record Told(ChatAnswer answer, boolean ended, Slice failure) {

    /** Puts these events together. Fails where they break what {@link ChatEvent} promises. */
    public static Told by(List<ChatEvent> events) {
        Builder told = new Builder();
        for (ChatEvent event : events) {
            told.add(event);
        }
        return told.done();
    }

    private static final class Open {
        final List<Part> parts = new ArrayList<>();
        final Map<Integer, Integer> tools = new TreeMap<>();
        Finish finish;
        String stopSequence;

        void text(String text) {
            if (!parts.isEmpty() && parts.getLast() instanceof Part.Text before) {
                parts.set(parts.size() - 1, new Part.Text(before.text() + text));
            } else {
                parts.add(new Part.Text(text));
            }
        }

        void refusal(String text) {
            if (!parts.isEmpty() && parts.getLast() instanceof Part.Refusal before) {
                parts.set(parts.size() - 1, new Part.Refusal(before.text() + text));
            } else {
                parts.add(new Part.Refusal(text));
            }
        }

        void thinking(String text, Signature signature) {
            if (!parts.isEmpty() && parts.getLast() instanceof Part.Thinking before && before.signature() == null) {
                parts.set(parts.size() - 1, new Part.Thinking(before.text() + text, signature));
            } else {
                parts.add(new Part.Thinking(text, signature));
            }
        }

        void tool(int tool, Part.ToolUse use) {
            check(tools.put(tool, parts.size()) == null, "tool begins twice: " + tool);
            check(tool == tools.size() - 1, "tools are not counted from 0: " + tool);
            parts.add(use);
        }

        void arguments(int tool, String json) {
            check(tools.containsKey(tool), "arguments before their call: " + tool);
            check(!json.isEmpty(), "empty arguments");
            int at = tools.get(tool);
            Part.ToolUse use = (Part.ToolUse) parts.get(at);
            parts.set(
                    at,
                    new Part.ToolUse(use.id(), use.name(), use.arguments() + json, use.freeform(), use.signature()));
        }

        ChatAnswer.Choice choice() {
            parts.replaceAll(
                    part -> part instanceof Part.ToolUse use && use.arguments().isEmpty() && !use.freeform()
                            ? new Part.ToolUse(use.id(), use.name(), "{}", false, use.signature())
                            : part);
            return new ChatAnswer.Choice(parts, finish == null ? Finish.FAILED : finish, stopSequence);
        }
    }

    private static final class Builder {
        private final Map<Integer, Open> choices = new TreeMap<>();
        private ChatEvent.Begun begun;
        private TokenUsage usage = TokenUsage.UNREPORTED;
        private boolean ended;
        private Slice failure;

        void add(ChatEvent event) {
            check(!ended && failure == null, "told after the end: " + event);
            switch (event) {
                case ChatEvent.Begun first -> {
                    check(begun == null, "began twice");
                    begun = first;
                }
                case ChatEvent.Used used -> usage = used.usage();
                case ChatEvent.Ended end -> ended = true;
                case ChatEvent.Failed failed -> failure = failed.json();
                case ChatEvent.TextAdded text -> open(text.choice()).text(notEmpty(text.text()));
                case ChatEvent.RefusalAdded text -> open(text.choice()).refusal(notEmpty(text.text()));
                case ChatEvent.ThinkingAdded text -> open(text.choice()).thinking(notEmpty(text.text()), null);
                case ChatEvent.ThinkingSigned signed -> open(signed.choice()).thinking("", signed.signature());
                case ChatEvent.ThinkingHidden hidden ->
                    open(hidden.choice()).parts.add(new Part.HiddenThinking(hidden.signature()));
                case ChatEvent.ToolBegun tool ->
                    open(tool.choice())
                            .tool(
                                    tool.tool(),
                                    new Part.ToolUse(tool.id(), tool.name(), "", tool.freeform(), tool.signature()));
                case ChatEvent.ToolArguments more -> open(more.choice()).arguments(more.tool(), more.json());
                case ChatEvent.Finished finished -> {
                    Open choice = open(finished.choice());
                    choice.finish = finished.finish();
                    choice.stopSequence = finished.stopSequence();
                }
            }
        }

        private Open open(int choice) {
            check(begun != null, "told before it began");
            Open open = choices.computeIfAbsent(choice, index -> new Open());
            check(open.finish == null, "told after it finished: choice " + choice);
            return open;
        }

        Told done() {
            List<ChatAnswer.Choice> whole =
                    choices.values().stream().map(Open::choice).toList();
            ChatEvent.Begun first = begun == null ? new ChatEvent.Begun("", "") : begun;
            return new Told(new ChatAnswer(first.id(), first.model(), whole, usage), ended, failure);
        }
    }

    private static String notEmpty(String text) {
        check(!text.isEmpty(), "empty text");
        return text;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
