package io.penstock.dialect.responses;

import io.penstock.chat.ChatAnswer;
import io.penstock.chat.Finish;
import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.dialect.FreeformTools;
import io.penstock.dialect.Reply;
import io.penstock.json.JsonWriter;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer as a response. Of several choices the first is written: Responses know one. */
final class AnswerWriter {
    private final ResponseHead head;
    private final Reply reply;
    private final List<Slice> items = new ArrayList<>();
    private final List<Part> spoken = new ArrayList<>();
    private String status = OutputItems.COMPLETED;

    private AnswerWriter(ResponseHead head, Reply reply) {
        this.head = head;
        this.reply = reply;
    }

    static Buffer write(ChatAnswer answer, Reply reply) {
        ResponseHead head = ResponseHead.of(answer.id(), reply);
        AnswerWriter writer = new AnswerWriter(head, reply);
        Finish finish = Finish.STOP;
        String status = OutputItems.COMPLETED;
        if (!answer.choices().isEmpty()) {
            ChatAnswer.Choice choice = answer.choices().getFirst();
            finish = choice.finish();
            boolean refused = choice.parts().stream().anyMatch(Part.Refusal.class::isInstance);
            status = ResponseHead.status(finish, refused);
            writer.status = status.equals(OutputItems.COMPLETED) ? status : OutputItems.INCOMPLETE;
            writer.parts(choice.parts());
        }
        JsonWriter out = new JsonWriter(1024).object();
        head.write(out, status, finish, writer.items, answer.usage());
        return out.endObject().toBuffer();
    }

    private void parts(List<Part> parts) {
        for (Part part : parts) {
            switch (part) {
                case Part.Text _, Part.Refusal _ -> spoken.add(part);
                case Part.Thinking thinking -> reasoning(thinking.text(), thinking.signature());
                case Part.HiddenThinking hidden -> reasoning("", hidden.signature());
                case Part.ToolUse call -> {
                    closeMessage();
                    JsonWriter out = new JsonWriter().object();
                    OutputItems.call(out, id(call), status, known(call, reply));
                    items.add(out.endObject().toSlice());
                }
                case Part.Image _, Part.Audio _, Part.Document _, Part.ToolResult _ -> {}
            }
        }
        closeMessage();
    }

    /** A call as the caller declared its tool. */
    private static Part.ToolUse known(Part.ToolUse call, Reply reply) {
        if (call.freeform() || !reply.freeformTools().contains(call.name())) {
            return call;
        }
        return new Part.ToolUse(call.id(), call.name(), FreeformTools.unwrap(call.arguments()), true, null);
    }

    private String id(Part.ToolUse call) {
        boolean custom = call.freeform() || reply.freeformTools().contains(call.name());
        return head.itemId(custom ? "ctc_" : "fc_", items.size());
    }

    private void reasoning(String text, @Nullable Signature signature) {
        if (text.isEmpty() && OutputItems.sealed(signature) == null) {
            return;
        }
        closeMessage();
        JsonWriter out = new JsonWriter().object();
        OutputItems.reasoning(out, head.itemId("rs_", items.size()), text, signature);
        items.add(out.endObject().toSlice());
    }

    private void closeMessage() {
        if (spoken.isEmpty()) {
            return;
        }
        JsonWriter out = new JsonWriter().object();
        OutputItems.message(out, head.itemId("msg_", items.size()), status, spoken);
        items.add(out.endObject().toSlice());
        spoken.clear();
    }
}
