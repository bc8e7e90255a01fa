package io.penstock.dialect.chat;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads the deltas of one choice. Calls are counted as they begin, whatever numbers the provider gives them. */
final class ChoiceReader {
    private final int choice;
    private final String answerId;
    private final Map<Long, Call> calls = new HashMap<>();
    private int begun;
    private long last = -1;
    private boolean finished;

    /** A call that may have no name yet. */
    private static final class Call {
        private String id;
        private int number = -1;
        private boolean freeform;

        Call(String id) {
            this.id = id;
        }
    }

    ChoiceReader(int choice, String answerId) {
        this.choice = choice;
        this.answerId = answerId;
    }

    boolean finished() {
        return finished;
    }

    void read(JsonValue.Obj wire, Consumer<ChatEvent> sink) {
        if (finished) {
            return;
        }
        JsonValue.Obj delta = wire.object("delta");
        if (delta != null) {
            delta(delta, sink);
        }
        String reason = wire.textOrEmpty("finish_reason");
        if (!reason.isEmpty()) {
            finished = true;
            sink.accept(new ChatEvent.Finished(choice, Finishes.read(reason, begun > 0), wire.text("stop_reason")));
        }
    }

    private void delta(JsonValue.Obj delta, Consumer<ChatEvent> sink) {
        thoughts(delta, sink);
        text(delta.textOrEmpty("content"), sink);
        for (JsonValue.Obj piece : delta.objects("content")) {
            if ("thinking".equals(piece.text("type"))) {
                Thoughts.mistral(piece).forEach(part -> thought(((Part.Thinking) part).text(), sink));
            } else {
                text(piece.textOrEmpty("text"), sink);
            }
        }
        String refusal = delta.textOrEmpty("refusal");
        if (!refusal.isEmpty()) {
            sink.accept(new ChatEvent.RefusalAdded(choice, refusal));
        }
        List<JsonValue.Obj> wires = delta.objects("tool_calls");
        for (int position = 0; position < wires.size(); position++) {
            JsonValue.Obj wire = wires.get(position);
            CallReader piece = CallReader.of(wire);
            call(index(wire, piece, position), piece, sink);
        }
        JsonValue.Obj legacy = delta.object("function_call");
        if (legacy != null) {
            call(0, CallReader.legacy(legacy), sink);
        }
    }

    private void text(String text, Consumer<ChatEvent> sink) {
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.TextAdded(choice, text));
        }
    }

    private void thought(String text, Consumer<ChatEvent> sink) {
        if (!text.isEmpty()) {
            sink.accept(new ChatEvent.ThinkingAdded(choice, text));
        }
    }

    /** Where there are details, they hold the text once more. */
    private void thoughts(JsonValue.Obj delta, Consumer<ChatEvent> sink) {
        List<JsonValue.Obj> details = delta.objects("reasoning_details");
        if (details.isEmpty()) {
            thought(Thoughts.text(delta), sink);
        }
        for (JsonValue.Obj detail : details) {
            String type = detail.textOrEmpty("type");
            if (type.equals("reasoning.encrypted")) {
                Signature hidden = Thoughts.seal(detail, "data");
                if (hidden != null) {
                    sink.accept(new ChatEvent.ThinkingHidden(choice, hidden));
                }
                continue;
            }
            thought(Thoughts.text(type, detail), sink);
            Signature seal = Thoughts.seal(detail, "signature");
            if (seal != null) {
                sink.accept(new ChatEvent.ThinkingSigned(choice, seal));
            }
        }
    }

    /** Where the provider gives none, it is the position; of a piece that names nothing, the call before. */
    private long index(JsonValue.Obj wire, CallReader piece, int position) {
        Long given = wire.integer("index");
        if (given != null) {
            return given;
        }
        boolean nameless = piece.id().isEmpty() && piece.name().isEmpty();
        return nameless && last >= 0 ? last : position;
    }

    /** Some providers number every call 0, so another id with a name is another call; some give each piece an id. */
    private void call(long index, CallReader piece, Consumer<ChatEvent> sink) {
        Call call = calls.get(index);
        boolean named = !piece.id().isEmpty() && !piece.name().isEmpty();
        boolean another =
                call != null && named && !call.id.isEmpty() && !piece.id().equals(call.id);
        last = index;
        if (call == null || another) {
            call = new Call(piece.id());
            calls.put(index, call);
        }
        call.id = call.id.isEmpty() ? piece.id() : call.id;
        call.freeform |= piece.freeform();
        if (call.number < 0 && (!piece.name().isEmpty() || !piece.arguments().isEmpty())) {
            call.number = begun++;
            call.id = call.id.isEmpty() ? AnswerReader.madeUp(answerId + "c" + choice, call.number) : call.id;
            sink.accept(new ChatEvent.ToolBegun(
                    choice, call.number, call.id, piece.name(), call.freeform, piece.signature()));
        }
        if (!piece.arguments().isEmpty()) {
            sink.accept(new ChatEvent.ToolArguments(choice, call.number, piece.arguments()));
        }
    }
}
