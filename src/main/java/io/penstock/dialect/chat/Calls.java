package io.penstock.dialect.chat;

import io.penstock.chat.Part;
import io.penstock.chat.Signature;
import io.penstock.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The members of a tool call, in requests, answers and streams. */
final class Calls {
    private Calls() {}

    /** {@code type} and {@code function} or {@code custom}, with these arguments. */
    static void body(Part.ToolUse use, String arguments, JsonWriter out) {
        body(use.name(), arguments, use.freeform(), out);
    }

    static void body(String name, String arguments, boolean freeform, JsonWriter out) {
        out.put("type", freeform ? "custom" : "function")
                .object(freeform ? "custom" : "function")
                .put("name", name)
                .put(freeform ? "input" : "arguments", arguments)
                .endObject();
    }

    /** Google's seal; another vendor's has no place on a call. */
    static void seal(@Nullable Signature seal, JsonWriter out) {
        if (seal != null && seal.isOf(Signature.GOOGLE)) {
            out.object("extra_content")
                    .object("google")
                    .put("thought_signature", seal.data())
                    .endObject()
                    .endObject();
        }
    }
}
