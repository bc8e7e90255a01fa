package io.penstock.dialect.chat;

import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Signature;
import io.penstock.chat.Slice;
import io.penstock.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** Writes the chunks of one choice. A call that came without arguments gets {@code {}} before the choice is over. */
final class ChoiceWriter {
    private final Slice head;
    private final List<Call> calls = new ArrayList<>();
    private int thoughts;
    private boolean thinking;
    private boolean finished;

    /** What is known of a call. */
    private static final class Call {
        private final boolean freeform;
        private boolean argued;

        Call(boolean freeform) {
            this.freeform = freeform;
        }
    }

    /** @param head all that stands before the delta, which is the same in all chunks of this choice */
    ChoiceWriter(Slice head) {
        this.head = head;
    }

    void open(JsonWriter out) {
        end(begin(out).put("role", "assistant").put("content", ""));
    }

    void text(String field, String text, JsonWriter out) {
        closeThought();
        end(begin(out).put(field, text));
    }

    void thought(String text, JsonWriter out) {
        begin(out).put("reasoning_content", text).array("reasoning_details");
        detail("reasoning.text", out).put("text", text);
        thinking = true;
        endDetail(out);
    }

    void signed(Signature seal, JsonWriter out) {
        begin(out).array("reasoning_details");
        Thoughts.sealed(detail("reasoning.text", out), "signature", seal);
        thoughts++;
        thinking = false;
        endDetail(out);
    }

    void hidden(Signature data, JsonWriter out) {
        closeThought();
        begin(out).array("reasoning_details");
        Thoughts.sealed(detail("reasoning.encrypted", out), "data", data);
        thoughts++;
        endDetail(out);
    }

    /** A thought that nobody sealed is over where something else begins. */
    private void closeThought() {
        thoughts += thinking ? 1 : 0;
        thinking = false;
    }

    private JsonWriter detail(String type, JsonWriter out) {
        return Thoughts.open(out, type, thoughts);
    }

    private void endDetail(JsonWriter out) {
        end(out.endObject().endArray());
    }

    void begin(ChatEvent.ToolBegun tool, JsonWriter out) {
        closeThought();
        while (calls.size() <= tool.tool()) {
            calls.add(new Call(tool.freeform()));
        }
        call(tool.tool(), out).put("id", tool.id());
        Calls.body(tool.name(), "", tool.freeform(), out);
        Calls.seal(tool.signature(), out);
        endCall(out);
    }

    void arguments(ChatEvent.ToolArguments more, JsonWriter out) {
        if (more.tool() < calls.size()) {
            arguments(more.tool(), more.json(), out);
        }
    }

    private void arguments(int tool, String json, JsonWriter out) {
        Call call = calls.get(tool);
        call.argued = true;
        call(tool, out)
                .object(call.freeform ? "custom" : "function")
                .put(call.freeform ? "input" : "arguments", json)
                .endObject();
        endCall(out);
    }

    private JsonWriter call(int tool, JsonWriter out) {
        return begin(out).array("tool_calls").object().put("index", (long) tool);
    }

    private void endCall(JsonWriter out) {
        end(out.endObject().endArray());
    }

    void finish(Finish finish, JsonWriter out) {
        if (finished) {
            return;
        }
        finished = true;
        for (int tool = 0; tool < calls.size(); tool++) {
            if (!calls.get(tool).argued && !calls.get(tool).freeform) {
                arguments(tool, "{}", out);
            }
        }
        begin(out).endObject().put("finish_reason", Finishes.written(finish));
        out.endObject().endArray().endObject().text("\n\n");
    }

    private JsonWriter begin(JsonWriter out) {
        return out.text("data: ").rawItem(head).object("delta");
    }

    private void end(JsonWriter out) {
        out.endObject().putNull("finish_reason");
        out.endObject().endArray().endObject().text("\n\n");
    }
}
