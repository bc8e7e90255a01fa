package io.penstock.dialect.responses;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.dialect.Seals;
import io.penstock.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the members of output items into an object that is open. */
final class OutputItems {
    static final String COMPLETED = "completed";
    static final String INCOMPLETE = "incomplete";
    static final String IN_PROGRESS = "in_progress";

    private OutputItems() {}

    /** @param parts {@link Part.Text} and {@link Part.Refusal} */
    static void message(JsonWriter out, String id, String status, List<Part> parts) {
        out.put("id", id).put("type", "message").put("status", status).put("role", "assistant");
        out.array("content");
        for (Part part : parts) {
            out.object();
            part(out, part);
            out.endObject();
        }
        out.endArray();
    }

    /** One part of a message. */
    static void part(JsonWriter out, Part part) {
        if (part instanceof Part.Refusal refusal) {
            out.put("type", "refusal").put("refusal", refusal.text());
        } else if (part instanceof Part.Text text) {
            out.put("type", "output_text").put("text", text.text());
            out.array("annotations").endArray().array("logprobs").endArray();
        }
    }

    /** @param call its arguments are those of a freeform tool already where it is one */
    static void call(JsonWriter out, String id, String status, Part.ToolUse call) {
        if (call.freeform()) {
            out.put("id", id).put("type", "custom_tool_call").put("status", status);
            out.put("call_id", call.id()).put("input", call.arguments());
        } else {
            out.put("id", id).put("type", "function_call").put("status", status);
            out.put("call_id", call.id()).put("arguments", call.arguments());
        }
        NamespacedName name = NamespacedName.of(call.name());
        out.put("name", name.name()).put("namespace", name.namespace());
    }

    /** @param text may be empty */
    static void reasoning(JsonWriter out, String id, String text, @Nullable Signature signature) {
        out.put("id", id).put("type", "reasoning").array("summary");
        if (!text.isEmpty()) {
            out.object();
            summary(out, text);
            out.endObject();
        }
        out.endArray().put("encrypted_content", sealed(signature));
    }

    /** One part of a summary. */
    static void summary(JsonWriter out, String text) {
        out.put("type", "summary_text").put("text", text);
    }

    /** What comes back with the thoughts, whoever sealed them: see {@link Seals}. */
    static @Nullable String sealed(@Nullable Signature signature) {
        return signature == null ? null : Seals.written(signature, Signature.OPENAI);
    }
}
