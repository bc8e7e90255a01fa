package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one answer's stream, where one block follows another and none are mixed. While a call may still get arguments,
 * what belongs to other parts waits. The answer's end waits for {@link ChatEvent.Ended}, since usage may come late. Only
 * the first choice is written. An answer that failed gets no end.
 */
final class StreamWriter implements EventWriter {
    private final Reply reply;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Blocks blocks;
    private @Nullable Call open;
    private TokenUsage usage = TokenUsage.UNREPORTED;
    private ChatEvent.@Nullable Finished finished;
    private boolean calls;
    private boolean over;

    StreamWriter(Reply reply) {
        this.reply = reply;
    }

    /** What waits for its turn: a call with the arguments that have come, or another event. */
    private sealed interface Waiting {}

    private record Later(ChatEvent event) implements Waiting {}

    /** A call and its arguments so far; those of one that is written as it comes are not kept. */
    private static final class Call implements Waiting {
        final ChatEvent.ToolBegun begun;
        final StringBuilder arguments = new StringBuilder();
        final ObjectEnd end = new ObjectEnd();

        Call(ChatEvent.ToolBegun begun) {
            this.begun = begun;
        }
    }

    @Override
    public void write(ChatEvent event, JsonWriter out) {
        if (over) {
            return;
        }
        switch (event) {
            case ChatEvent.Begun begun -> begin(begun.id(), out);
            case ChatEvent.Used used -> usage = used.usage();
            case ChatEvent.Ended ended -> end(out);
            case ChatEvent.Failed failed -> over = true;
            case ChatEvent.Finished end when end.choice() == 0 -> finished = end;
            case ChatEvent.ToolArguments more when more.choice() == 0 -> arguments(more, out);
            case ChatEvent.TextAdded text when text.choice() == 0 -> part(event, out);
            case ChatEvent.ThinkingAdded text when text.choice() == 0 -> part(event, out);
            case ChatEvent.ThinkingSigned seal when seal.choice() == 0 -> part(event, out);
            case ChatEvent.ThinkingHidden seal when seal.choice() == 0 -> part(event, out);
            case ChatEvent.RefusalAdded text when text.choice() == 0 -> part(event, out);
            case ChatEvent.ToolBegun call when call.choice() == 0 -> part(event, out);
            case ChatEvent.Finished other -> {}
            case ChatEvent.ToolArguments other -> {}
            case ChatEvent.TextAdded other -> {}
            case ChatEvent.ThinkingAdded other -> {}
            case ChatEvent.ThinkingSigned other -> {}
            case ChatEvent.ThinkingHidden other -> {}
            case ChatEvent.RefusalAdded other -> {}
            case ChatEvent.ToolBegun other -> {}
        }
    }

    private Blocks begin(String id, JsonWriter out) {
        Blocks begun = blocks;
        if (begun == null) {
            begun = new Blocks();
            blocks = begun;
            begun.messageStart(id, reply, out);
        }
        return begun;
    }

    private void part(ChatEvent event, JsonWriter out) {
        Blocks written = begin("", out);
        Call call = open;
        if (call != null && (!waiting.isEmpty() || !call.end.whole())) {
            waiting.add(event instanceof ChatEvent.ToolBegun begun ? new Call(begun) : new Later(event));
            return;
        }
        closeCall(written, out);
        if (event instanceof ChatEvent.ToolBegun begun) {
            openCall(new Call(begun), written, out);
        } else {
            written.write(event, out);
        }
    }

    private void openCall(Call call, Blocks written, JsonWriter out) {
        open = call;
        calls = true;
        written.toolStart(call.begun, out);
    }

    private void closeCall(Blocks written, JsonWriter out) {
        Call call = open;
        open = null;
        if (call != null && call.begun.freeform()) {
            written.arguments(FreeformTools.wrap(call.arguments.toString()), out);
        }
    }

    private void arguments(ChatEvent.ToolArguments more, JsonWriter out) {
        Call call = open;
        if (call != null && call.begun.tool() == more.tool()) {
            if (call.begun.freeform()) {
                call.arguments.append(more.json());
            } else {
                call.end.add(more.json());
                begin("", out).arguments(more.json(), out);
            }
            return;
        }
        for (Waiting other : waiting) {
            if (other instanceof Call later && later.begun.tool() == more.tool()) {
                later.arguments.append(more.json());
            }
        }
    }

    private void end(JsonWriter out) {
        over = true;
        ChatEvent.Finished end = finished;
        if (end != null && end.finish() == Finish.FAILED) {
            return;
        }
        Blocks written = begin("", out);
        closeCall(written, out);
        for (Waiting next : waiting) {
            switch (next) {
                case Later later -> written.write(later.event, out);
                case Call call -> late(call, written, out);
            }
        }
        Finish finish = end != null ? end.finish() : calls ? Finish.TOOLS : Finish.STOP;
        written.messageEnd(finish, end == null ? null : end.stopSequence(), usage, out);
    }

    private void late(Call call, Blocks written, JsonWriter out) {
        openCall(call, written, out);
        if (!call.begun.freeform() && !call.arguments.isEmpty()) {
            written.arguments(call.arguments.toString(), out);
        }
        closeCall(written, out);
    }
}
