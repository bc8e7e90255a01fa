package io.penstock.dialect.chat;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.dialect.EventWriter;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks for a caller: for each choice one with its role, its deltas, and one with its finish reason and nothing
 * else; then, where it is wanted, the usage; then {@code [DONE]}. Owned by one stream.
 */
final class ChunkWriter implements EventWriter {
    private final Reply reply;
    private final Map<Integer, ChoiceWriter> choices = new TreeMap<>();
    private String id;
    private @Nullable TokenUsage usage;

    ChunkWriter(Reply reply) {
        this.reply = reply;
        this.id = AnswerWriter.id("", reply);
    }

    @Override
    public void write(ChatEvent event, JsonWriter out) {
        switch (event) {
            case ChatEvent.Begun begun -> id = AnswerWriter.id(begun.id(), reply);
            case ChatEvent.TextAdded text -> choice(text.choice(), out).text("content", text.text(), out);
            case ChatEvent.RefusalAdded text -> choice(text.choice(), out).text("refusal", text.text(), out);
            case ChatEvent.ThinkingAdded text -> choice(text.choice(), out).thought(text.text(), out);
            case ChatEvent.ThinkingSigned signed -> choice(signed.choice(), out).signed(signed.signature(), out);
            case ChatEvent.ThinkingHidden hidden -> choice(hidden.choice(), out).hidden(hidden.signature(), out);
            case ChatEvent.ToolBegun tool -> choice(tool.choice(), out).begin(tool, out);
            case ChatEvent.ToolArguments more -> choice(more.choice(), out).arguments(more, out);
            case ChatEvent.Finished finished -> choice(finished.choice(), out).finish(finished.finish(), out);
            case ChatEvent.Used used -> usage = used.usage();
            case ChatEvent.Ended ended -> end(out);
            case ChatEvent.Failed failed -> {}
        }
    }

    private ChoiceWriter choice(int index, JsonWriter out) {
        ChoiceWriter known = choices.get(index);
        if (known != null) {
            return known;
        }
        ChoiceWriter opened = new ChoiceWriter(
                head().array("choices").object().put("index", (long) index).toSlice());
        choices.put(index, opened);
        opened.open(out);
        return opened;
    }

    /** What all chunks begin with. */
    private JsonWriter head() {
        return new JsonWriter()
                .object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", reply.createdSeconds())
                .put("model", reply.model());
    }

    private void end(JsonWriter out) {
        TokenUsage used = usage;
        if (reply.usageWanted() && used != null) {
            out.text("data: ").rawItem(head().array("choices").endArray().toSlice());
            Usages.write(used, out);
            out.endObject().text("\n\n");
        }
        out.text("data: [DONE]\n\n");
    }
}
