package io.penstock.chat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.AnyChat.Can;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Answers and streams that keep to what {@code io.penstock.chat} promises, from a random source. As {@link AnyChat}. */
public final class AnyAnswer {
    private final Random random;
    private final Set<Can> can;
    private final AnyPart parts;
    private int calls;

    /** @param vendors those whose seals may come; may be empty */
    public AnyAnswer(Random random, Set<Can> can, Set<String> vendors) {
        this.random = random;
        this.can = can;
        this.parts = new AnyPart(random, can, vendors.stream().sorted().toList());
    }

    /** A whole answer. It ends for {@link Finish#TOOLS} where it asks for tools, unless it was cut off. */
    public ChatAnswer answer() {
        List<ChatAnswer.Choice> choices = new ArrayList<>();
        for (int left = can.contains(Can.CHOICES) ? 1 + random.nextInt(3) : 1; left > 0; left--) {
            choices.add(choice());
        }
        return new ChatAnswer("id-" + random.nextInt(9999), "model-" + random.nextInt(99), choices, usage());
    }

    private ChatAnswer.Choice choice() {
        List<Part.ToolUse> uses = new ArrayList<>();
        for (int left = random.nextInt(3); left > 0; left--) {
            Tool tool = maybe(Can.FREEFORM)
                    ? new Tool.Freeform("tool_a", null, null)
                    : new Tool.Function("tool_b", null, null, null, null);
            uses.add(parts.use("call_" + calls++, tool));
        }
        List<Part> said = parts.said(uses);
        // Pieces of one text that stand side by side are one text in a stream.
        said = said.stream().filter(part -> part instanceof Part.Text).count() > 1 ? withOneText(said) : said;
        Finish finish = finish(uses, said);
        boolean stopped = finish == Finish.STOP && maybe(Can.STOP_SEQUENCE);
        return new ChatAnswer.Choice(said, finish, stopped ? "END" : null);
    }

    private static List<Part> withOneText(List<Part> said) {
        List<Part> left = new ArrayList<>();
        boolean text = false;
        for (Part part : said) {
            if (!(part instanceof Part.Text) || !text) {
                left.add(part);
            }
            text |= part instanceof Part.Text;
        }
        return left;
    }

    private Finish finish(List<Part.ToolUse> uses, List<Part> said) {
        if (maybe(Can.FAILURES)) {
            return Finish.FAILED;
        }
        if (said.stream().anyMatch(part -> part instanceof Part.Refusal)) {
            return Finish.FILTERED;
        }
        if (random.nextInt(5) == 0) {
            return Finish.LENGTH;
        }
        return uses.isEmpty() ? Finish.STOP : Finish.TOOLS;
    }

    private TokenUsage usage() {
        long cached = random.nextInt(50);
        long written = random.nextInt(50);
        long reasoning = random.nextInt(50);
        return TokenUsage.reported(
                cached + written + random.nextInt(500), cached, written, reasoning + random.nextInt(500), reasoning);
    }

    /** The stream that tells this answer: in pieces of random length, whole choices mixed with one another. */
    public List<ChatEvent> events(ChatAnswer answer) {
        List<List<ChatEvent>> choices = new ArrayList<>();
        for (int index = 0; index < answer.choices().size(); index++) {
            choices.add(events(index, answer.choices().get(index)));
        }
        List<ChatEvent> events = new ArrayList<>();
        events.add(new ChatEvent.Begun(answer.id(), answer.model()));
        mix(choices, events);
        events.add(new ChatEvent.Used(answer.usage()));
        events.add(new ChatEvent.Ended());
        return events;
    }

    private List<ChatEvent> events(int choice, ChatAnswer.Choice said) {
        List<ChatEvent> events = new ArrayList<>();
        List<List<ChatEvent>> arguments = new ArrayList<>();
        for (Part part : said.parts()) {
            switch (part) {
                case Part.Text text ->
                    pieces(text.text()).forEach(piece -> events.add(new ChatEvent.TextAdded(choice, piece)));
                case Part.Thinking thinking -> think(choice, thinking, events);
                case Part.HiddenThinking hidden -> events.add(new ChatEvent.ThinkingHidden(choice, hidden.signature()));
                case Part.Refusal refusal ->
                    pieces(refusal.text()).forEach(piece -> events.add(new ChatEvent.RefusalAdded(choice, piece)));
                case Part.ToolUse use -> {
                    int tool = arguments.size();
                    arguments.add(arguments(choice, tool, use));
                    events.add(new ChatEvent.ToolBegun(
                            choice, tool, use.id(), use.name(), use.freeform(), use.signature()));
                    if (!can.contains(Can.INTERLEAVED)) {
                        events.addAll(arguments.getLast());
                    }
                }
                default -> throw new IllegalArgumentException("no part of an answer: " + part);
            }
        }
        if (can.contains(Can.INTERLEAVED)) {
            mix(arguments, events);
        }
        events.add(new ChatEvent.Finished(choice, said.finish(), said.stopSequence()));
        return events;
    }

    private List<ChatEvent> arguments(int choice, int tool, Part.ToolUse use) {
        List<ChatEvent> events = new ArrayList<>();
        if (!use.arguments().equals("{}") || random.nextBoolean()) {
            pieces(use.arguments()).forEach(piece -> events.add(new ChatEvent.ToolArguments(choice, tool, piece)));
        }
        return events;
    }

    private void think(int choice, Part.Thinking thinking, List<ChatEvent> events) {
        pieces(thinking.text()).forEach(piece -> events.add(new ChatEvent.ThinkingAdded(choice, piece)));
        if (thinking.signature() != null) {
            events.add(new ChatEvent.ThinkingSigned(choice, thinking.signature()));
        }
    }

    private List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + 1 + random.nextInt(12));
            to += to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? 1 : 0;
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }

    private void mix(List<List<ChatEvent>> rows, List<ChatEvent> into) {
        List<List<ChatEvent>> left =
                new ArrayList<>(rows.stream().map(ArrayList::new).toList());
        left.removeIf(List::isEmpty);
        while (!left.isEmpty()) {
            List<ChatEvent> row = left.get(random.nextInt(left.size()));
            into.add(row.removeFirst());
            left.removeIf(List::isEmpty);
        }
    }

    private boolean maybe(Can thing) {
        return can.contains(thing) && random.nextInt(3) == 0;
    }
}
