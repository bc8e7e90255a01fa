package io.penstock.dialect.messages;

import io.penstock.call.TokenUsage;
import io.penstock.chat.ChatEvent;
import io.penstock.chat.Finish;
import io.penstock.chat.Signature;
import io.penstock.dialect.Reply;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Writes the events of one message, and opens and closes its blocks: at most one is open. Owned by one stream. */
final class Blocks {
    private enum Kind {
        NONE,
        TEXT,
        THINKING,
        TOOL
    }

    private Kind open = Kind.NONE;
    private int index = -1;
    private boolean argued;
    private boolean sealed;

    void messageStart(String id, Reply reply, JsonWriter out) {
        event("message_start", out).object("message");
        AnswerWriter.begin(id, reply, out)
                .array("content")
                .endArray()
                .putNull("stop_reason")
                .putNull("stop_sequence")
                .object("usage");
        UsageCount.write(TokenUsage.UNREPORTED, out);
        finish(out.endObject().endObject());
    }

    /** Texts, thoughts and their seals, as blocks of their own where the block before was another. */
    void write(ChatEvent event, JsonWriter out) {
        switch (event) {
            case ChatEvent.TextAdded added -> text(added.text(), out);
            case ChatEvent.RefusalAdded added -> text(added.text(), out);
            case ChatEvent.ThinkingAdded added -> {
                thinking(out);
                delta("thinking_delta", "thinking", added.text(), out);
            }
            case ChatEvent.ThinkingSigned signed -> {
                thinking(out);
                delta("signature_delta", "signature", Seals.written(signed.signature(), Signature.ANTHROPIC), out);
                sealed = true;
                // Thoughts that follow are sealed by themselves.
                stop(out);
            }
            case ChatEvent.ThinkingHidden hidden -> {
                start(Kind.TEXT, out)
                        .put("type", "redacted_thinking")
                        .put("data", Seals.written(hidden.signature(), Signature.ANTHROPIC));
                started(out);
                stop(out);
            }
            default -> throw new IllegalArgumentException("no part of a message: " + event);
        }
    }

    private void text(String text, JsonWriter out) {
        if (open != Kind.TEXT) {
            start(Kind.TEXT, out).put("type", "text").put("text", "");
            started(out);
        }
        delta("text_delta", "text", text, out);
    }

    private void thinking(JsonWriter out) {
        if (open != Kind.THINKING) {
            start(Kind.THINKING, out)
                    .put("type", "thinking")
                    .put("thinking", "")
                    .put("signature", "");
            started(out);
        }
    }

    void toolStart(ChatEvent.ToolBegun call, JsonWriter out) {
        start(Kind.TOOL, out)
                .put("type", "tool_use")
                .put("id", call.id())
                .put("name", call.name())
                .object("input")
                .endObject();
        started(out);
        argued = false;
    }

    /** A piece of the open call's arguments. */
    void arguments(String json, JsonWriter out) {
        if (open == Kind.TOOL) {
            argued = true;
            delta("input_json_delta", "partial_json", json, out);
        }
    }

    void messageEnd(Finish finish, @Nullable String stopSequence, TokenUsage usage, JsonWriter out) {
        stop(out);
        event("message_delta", out).object("delta").put("stop_reason", StopReasons.written(finish, stopSequence));
        AnswerWriter.stopSequence(stopSequence, out);
        out.endObject().object("usage");
        UsageCount.write(usage, out);
        finish(out.endObject());
        finish(event("message_stop", out));
    }

    /** Begins a block, up to its own members. */
    private JsonWriter start(Kind kind, JsonWriter out) {
        stop(out);
        open = kind;
        sealed = false;
        index++;
        return event("content_block_start", out).put("index", index).object("content_block");
    }

    private static void started(JsonWriter out) {
        finish(out.endObject());
    }

    /** Closes the open block, if there is one. Thoughts without a seal are marked as such. */
    private void stop(JsonWriter out) {
        if (open == Kind.NONE) {
            return;
        }
        if (open == Kind.THINKING && !sealed) {
            delta("signature_delta", "signature", Seals.written(null, Signature.ANTHROPIC), out);
        }
        if (open == Kind.TOOL && !argued) {
            // Anthropic's own SDKs for the JVM fail on a call without a single delta.
            delta("input_json_delta", "partial_json", "{}", out);
        }
        open = Kind.NONE;
        finish(event("content_block_stop", out).put("index", index));
    }

    private void delta(String type, String member, String text, JsonWriter out) {
        event("content_block_delta", out)
                .put("index", index)
                .object("delta")
                .put("type", type)
                .put(member, text)
                .endObject();
        finish(out);
    }

    private static JsonWriter event(String type, JsonWriter out) {
        return out.text("event: ").text(type).text("\ndata: ").object().put("type", type);
    }

    private static void finish(JsonWriter out) {
        out.endObject().text("\n\n");
    }
}
