package io.penstock.dialect.responses;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Signature;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes a caller's stream of Responses: every item is opened, filled and closed with the whole of it before the next one,
 * but for calls whose arguments come interleaved. Of several choices the first is written: Responses know one.
 */
final class StreamWriter implements EventWriter {
    private final Reply reply;
    private final EventLines lines = new EventLines();
    private final TreeMap<Integer, OpenCall> calls = new TreeMap<>();
    private @Nullable ResponseHead head;
    private @Nullable OpenMessage message;
    private @Nullable OpenReasoning reasoning;
    private TokenUsage usage = TokenUsage.UNREPORTED;
    private Finish finish = Finish.STOP;
    private boolean refused;
    private boolean over;

    StreamWriter(Reply reply) {
        this.reply = reply;
    }

    @Override
    public void write(ChatEvent event, JsonWriter out) {
        if (over) {
            return;
        }
        switch (event) {
            case ChatEvent.Begun begun -> begin(begun.id(), out);
            case ChatEvent.TextAdded added when added.choice() == 0 -> speak(added.text(), false, out);
            case ChatEvent.RefusalAdded added when added.choice() == 0 -> speak(added.text(), true, out);
            case ChatEvent.ThinkingAdded added when added.choice() == 0 -> think(added.text(), out);
            case ChatEvent.ThinkingSigned signed when signed.choice() == 0 -> sign(signed.signature(), out);
            case ChatEvent.ThinkingHidden hidden
            when hidden.choice() == 0 -> {
                closeReasoning(null, out);
                sign(hidden.signature(), out);
            }
            case ChatEvent.ToolBegun begun when begun.choice() == 0 -> call(begun, out);
            case ChatEvent.ToolArguments added
            when added.choice() == 0 -> {
                OpenCall call = calls.get(added.tool());
                if (call != null) {
                    call.add(added.json(), out);
                }
            }
            case ChatEvent.Finished finished
            when finished.choice() == 0 -> {
                finish = finished.finish();
                close(status().equals(OutputItems.COMPLETED) ? OutputItems.COMPLETED : OutputItems.INCOMPLETE, out);
            }
            case ChatEvent.Used used -> usage = used.usage();
            case ChatEvent.Ended _ -> end(out);
            case ChatEvent.Failed _ -> over = true;
            // Another choice.
            default -> {}
        }
    }

    private ResponseHead begin(String id, JsonWriter out) {
        if (head != null) {
            return head;
        }
        ResponseHead begun = ResponseHead.of(id, reply);
        head = begun;
        for (String type : List.of("response.created", "response.in_progress")) {
            lines.begin(out, type).object("response");
            begun.write(out, OutputItems.IN_PROGRESS, null, List.of(), null);
            out.endObject();
            lines.end(out);
        }
        return begun;
    }

    private ResponseHead begin(JsonWriter out) {
        return begin("", out);
    }

    private void speak(String text, boolean refuses, JsonWriter out) {
        closeReasoning(null, out);
        closeWholeCalls(true, out);
        refused |= refuses;
        if (message == null) {
            message = new OpenMessage(lines, begin(out), out);
        }
        message.add(text, refuses, out);
    }

    private void think(String text, JsonWriter out) {
        closeMessage(OutputItems.COMPLETED, out);
        closeWholeCalls(true, out);
        if (reasoning == null) {
            reasoning = new OpenReasoning(lines, begin(out), out);
        }
        reasoning.add(text, out);
    }

    /** Closes the thoughts with their seal; a seal without thoughts is an item of its own. */
    private void sign(Signature signature, JsonWriter out) {
        if (reasoning == null && OutputItems.sealed(signature) != null) {
            closeMessage(OutputItems.COMPLETED, out);
            closeWholeCalls(true, out);
            reasoning = new OpenReasoning(lines, begin(out), out);
        }
        closeReasoning(signature, out);
    }

    private void call(ChatEvent.ToolBegun begun, JsonWriter out) {
        closeMessage(OutputItems.COMPLETED, out);
        closeReasoning(null, out);
        closeWholeCalls(false, out);
        boolean custom = begun.freeform() || reply.freeformTools().contains(begun.name());
        ResponseHead known = begin(out);
        calls.computeIfAbsent(begun.tool(), _ -> new OpenCall(begun, custom, lines, known, out));
    }

    private void end(JsonWriter out) {
        ResponseHead known = begin(out);
        close(OutputItems.COMPLETED, out);
        over = true;
        lines.begin(out, "response." + status()).object("response");
        known.write(out, status(), finish, lines.items(), usage);
        out.endObject();
        lines.end(out);
    }

    private void close(String status, JsonWriter out) {
        closeReasoning(null, out);
        closeMessage(status, out);
        closeCalls(status, out);
    }

    private void closeReasoning(@Nullable Signature signature, JsonWriter out) {
        if (reasoning != null) {
            reasoning.close(signature, out);
            reasoning = null;
        }
    }

    private void closeMessage(String status, JsonWriter out) {
        if (message != null) {
            message.close(status, out);
            message = null;
        }
    }

    private String status() {
        return ResponseHead.status(finish, refused);
    }

    /**
     * Closes the calls to which nothing can be added any more. The others stay open: some providers mix the pieces of
     * several calls, or space of the text into them.
     *
     * @param freeform also those of freeform text, of which it cannot be seen
     */
    private void closeWholeCalls(boolean freeform, JsonWriter out) {
        for (OpenCall call : calls.values()) {
            if (call.isWhole() || freeform && call.isText()) {
                call.close(OutputItems.COMPLETED, out);
            }
        }
    }

    private void closeCalls(String status, JsonWriter out) {
        for (OpenCall call : calls.values()) {
            call.close(status, out);
        }
    }
}
